"""Compares what the programs of data scientists find in DocBin, `datasets` and Parquet with what `hashiya list --json` says.

Usage: check_columns.py WHAT FOLDER, in an environment that has what WHAT needs."""

import json
import pathlib
import re
import sys

what, work = sys.argv[1], pathlib.Path(sys.argv[2])
failures = []


def document_id(path):
    return json.loads(re.search(r"^    id: (\".*\"),$", path.with_suffix(".ron").read_text("utf-8"), re.M).group(1))


listed = {document_id(path): json.loads(path.read_text("utf-8")) for path in sorted((work / "docs").glob("*.json"))}
expected = {
    (ident, row["label"], tuple((part["start"], part["end"]) for part in row.get("parts", [row])))
    for ident, rows in listed.items()
    for row in rows
}


def compare(name, found, wanted=expected):
    if set(found) != wanted or len(found) != len(set(found)):
        failures.append(f"{name}: {sorted(set(found) ^ wanted)[:5]}")
    return f"{len(found)} spans, exactly where they were"


def docbin():
    """spaCy: the text, all spans of one piece in the group, widened where the report says so, and entities of those without overlap."""
    import spacy
    from spacy.tokens import DocBin
    from spacy.training import Corpus

    report = json.loads((work / "docbin.json").read_text("utf-8"))
    moved = {
        (place["document"], place["id"])
        for group in report["losses"]
        for place in group["places"]
        if re.search("its edges lie inside a token|the spaces at its edges", place["message"])
    }
    nlp = spacy.blank("ar")
    docs = [doc for path in sorted((work / "docbin").glob("*.spacy")) for doc in DocBin().from_disk(path).get_docs(nlp.vocab)]
    found, wanted, widened, entities = [], set(), 0, 0
    for doc in docs:
        ident = doc.user_data["id"]
        rows = {row["id"]: row for row in listed[ident]}
        contiguous = {key: row for key, row in rows.items() if "parts" not in row}
        for span in doc.spans["sc"]:
            row = contiguous.pop(span.id_)
            place = (span.start_char, span.end_char)
            if span.label_ != row["label"] or doc.text[place[0] : place[1]] != span.text:
                failures.append(f"docbin {ident}: {span}")
            if (ident, span.id_) in moved:
                widened += 1
            elif place != (row["start"], row["end"]):
                failures.append(f"docbin {ident}: {span.id_} at {place}, not {row}")
        if contiguous:
            failures.append(f"docbin {ident}: {sorted(contiguous)} are missing")
        group = {(span.start, span.end, span.label_, span.id_) for span in doc.spans["sc"]}
        for entity in doc.ents:
            entities += 1
            if (entity.start, entity.end, entity.label_, entity.id_ or entity.ent_id_) not in group:
                failures.append(f"docbin {ident}: entity {entity} {entity.ent_id_}")
        found.append(ident)
        for key, row in rows.items():
            if "parts" not in row and (ident, key) not in moved and doc.text[row["start"] : row["end"]] != row["text"]:
                failures.append(f"docbin {ident}: the text at {row}")
    if sorted(found) != sorted(listed):
        failures.append(f"docbin: {found}")
    spans = sum(len(doc.spans["sc"]) for doc in docs)
    examples = list(Corpus(work / "docbin")(nlp))
    if len(examples) != len([doc for doc in docs if len(doc)]):
        failures.append(f"docbin: {len(examples)} examples of {len(docs)}")
    longest = list(DocBin().from_disk(work / "longest.spacy").get_docs(nlp.vocab))
    print(f"spaCy: {len(docs)} documents, {spans} spans ({widened} told to be moved to tokens), {entities} entities,", end=" ")
    print(f"{sum(len(doc.ents) for doc in longest)} where the longest goes first, {len(examples)} examples to train with")


{"docbin": docbin}[what]()
for failure in failures:
    print("FAILED", failure)
sys.exit(bool(failures))
