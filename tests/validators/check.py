"""Compares what pybrat and seqeval find in our datasets with what `hashiya list --json` says."""

import json
import pathlib
import re
import sys

from pybrat.parser import BratParser
from seqeval.scheme import IOB2, Entities

work = pathlib.Path(sys.argv[1])
failures = []


def flat(text):
    """Brat puts a span's text on one line."""
    return re.sub(r"[\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", " ", text)


def document_id(path):
    return json.loads(re.search(r"^    id: (\".*\"),$", path.with_suffix(".ron").read_text("utf-8"), re.M).group(1))


listed = {document_id(path): json.loads(path.read_text("utf-8")) for path in sorted((work / "docs").glob("*.json"))}

# brat: every span, its parts, its text, and the text that stands there.
spans = discontinuous = relations = 0
examples = BratParser(error="raise").parse(str(work / "brat"))
for example in examples:
    ident = pathlib.Path(example.id).name
    text = (work / "brat" / f"{ident}.txt").read_bytes().decode("utf-8")
    found = set()
    for entity in example.entities:
        places = tuple((span.start, span.end) for span in entity.spans)
        found.add((entity.type, places))
        if entity.mention != flat(" ".join(text[start:end] for start, end in places)):
            failures.append(f"brat {ident}: '{entity.mention}' is not at {places}")
    expected = {
        (row["label"], tuple((p["start"], p["end"]) for p in row.get("parts", [row]))) for row in listed[ident]
    }
    if found != expected:
        failures.append(f"brat {ident}: {found ^ expected}")
    spans += len(found)
    discontinuous += sum(len(places) > 1 for _, places in found)
    relations += len(example.relations)
if len(examples) != len(listed):
    failures.append(f"brat: {len(examples)} of {len(listed)} documents")
print(f"pybrat: {len(examples)} documents, {spans} spans, {discontinuous} discontinuous, {relations} relations")

# CoNLL: seqeval's strict IOB2 must find exactly the entities that were not reported as lost.
sentences, ids, ident = [[]], [None], None
for line in (work / "dataset.conll").read_bytes().decode("utf-8").split("\n"):
    if line.startswith("# newdoc id = ") and "\t" not in line:
        ident = json.loads(line.removeprefix("# newdoc id = "))
    elif line == "":
        sentences.append([])
        ids.append(None)
    elif "\t" in line:
        token, tag = line.split("\t")
        sentences[-1].append((token, tag))
        ids[-1] = ident
pairs = [(sentence, ident) for sentence, ident in zip(sentences, ids) if sentence]
entities = Entities([[tag for _, tag in sentence] for sentence, _ in pairs], IOB2).entities
count = sum(len(row) for row in entities)
lost = sum(": lost: annotation '" in line and ("nested" in line or "discontinuous" in line or "no token" in line)
           for line in (work / "losses").read_text("utf-8").splitlines())
total = sum(len(rows) for rows in listed.values())
if count + lost != total:
    failures.append(f"conll: {count} found and {lost} reported as lost are not {total}")
begins = sum(tag.startswith("B-") for sentence, _ in pairs for _, tag in sentence)
if begins != count:
    failures.append(f"conll: {begins} tags B- but {count} entities")
print(f"seqeval: {len(pairs)} sentences, {count} entities, {lost} of {total} spans reported as lost beforehand")

for failure in failures:
    print("FAILED", failure)
sys.exit(bool(failures))
