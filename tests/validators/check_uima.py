"""Compares what dkpro-cassis finds in XMI and JSON of UIMA with what `hashiya list --json` says."""

import json
import pathlib
import re
import sys

import cassis

work = pathlib.Path(sys.argv[1])
failures = []


def document_id(path):
    return json.loads(re.search(r"^    id: (\".*\"),$", path.with_suffix(".ron").read_text("utf-8"), re.M).group(1))


def listed_in(folder):
    return {document_id(path): json.loads(path.read_text("utf-8")) for path in sorted((work / folder).glob("*.json"))}


listed = listed_in("docs")
if sys.argv[2:] == ["again"]:
    for name in ("xmi", "cas-json"):
        read = listed_in(f"{name}-read")
        if read != listed:
            sys.exit(f"{name}: {[ident for ident in listed if read.get(ident) != listed[ident]][:5]} do not come back")
        print(f"{name}: {len(read)} documents come back from dkpro-cassis as they were")
    sys.exit()


def parts_of(row):
    return tuple((part["start"], part["end"], part["text"]) for part in row.get("parts", [row]))


expected = {(ident, row["id"], row["label"], parts_of(row)) for ident, rows in listed.items() for row in rows}
attributes = {(ident, row["id"]): row.get("attributes", {}) for ident, rows in listed.items() for row in rows}
notes = {(ident, row["id"]): row.get("note") for ident, rows in listed.items() for row in rows}


def compare(name, files, load):
    found, relations, documents = [], 0, set()
    for path in sorted(files):
        cas = load(path)
        metadata = cas.select("de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData")[0]
        facts = cas.select("webanno.custom.DocumentFacts")[0]
        features = json.loads(facts.features)
        ident = metadata.documentId
        documents.add(ident)
        spans = cas.select("webanno.custom.Span")
        for span in spans:
            pieces = [link.target for link in span.pieces.elements] if span.pieces else [span]
            parts = tuple((piece.begin, piece.end, piece.get_covered_text()) for piece in pieces)
            found.append((ident, span.uid, span.value, parts))
            read = {attribute: getattr(span, feature) for feature, (_, attribute) in features.get("span", {}).items()}
            read = {attribute: value for attribute, value in read.items() if value is not None}
            if read != attributes.get((ident, span.uid)):
                failures.append(f"{name}: {ident} {span.uid}: {read}, not {attributes.get((ident, span.uid))}")
            if (span.note or None) != (notes.get((ident, span.uid)) or None):
                failures.append(f"{name}: {ident} {span.uid}: the note is {span.note!r}")
        for relation in cas.select("webanno.custom.Relation"):
            relations += 1
            if relation.Governor not in spans or relation.Dependent not in spans:
                failures.append(f"{name}: {ident}: an end of {relation.uid} is no annotation")
    if documents != set(listed):
        failures.append(f"{name}: {sorted(documents ^ set(listed))[:5]} are not in both")
    if len(found) != len(expected) or set(found) != expected:
        failures.append(f"{name}: {sorted(set(found) ^ expected)[:5]}")
    print(f"{name}: {len(documents)} documents, {len(found)} spans exactly where they were, {relations} relations")


types = cassis.load_typesystem((work / "xmi" / "TypeSystem.xml").open("rb"))
compare("xmi", (work / "xmi").glob("*.xmi"), lambda path: cassis.load_cas_from_xmi(path.open("rb"), typesystem=types))
compare("cas-json", (work / "cas-json").glob("*.json"), lambda path: cassis.load_cas_from_json(path.open("rb")))

# What another program writes of it again is read as it was: Hashiya imports these in `run_uima`.
for folder in ("xmi", "cas-json"):
    again = work / f"{folder}-again"
    again.mkdir(exist_ok=True)
    for path in sorted((work / folder).glob("*.xmi" if folder == "xmi" else "*.json")):
        if folder == "xmi":
            cas = cassis.load_cas_from_xmi(path.open("rb"), typesystem=types)
            cas.to_xmi(again / path.name)
        else:
            cassis.load_cas_from_json(path.open("rb")).to_json(again / path.name)
types.to_xml(work / "xmi-again" / "TypeSystem.xml")

for failure in failures[:20]:
    print(failure, file=sys.stderr)
sys.exit(1 if failures else 0)
