"""Compares what the parsers of others find in documents and exchange files with what `hashiya list --json` says."""

import json
import pathlib
import re
import sys

import schemas
import stam
from lxml import etree

work = pathlib.Path(sys.argv[1])
failures = []


def document_id(path):
    return json.loads(re.search(r"^    id: (\".*\"),$", path.with_suffix(".ron").read_text("utf-8"), re.M).group(1))


listed = {document_id(path): json.loads(path.read_text("utf-8")) for path in sorted((work / "docs").glob("*.json"))}
expected = {
    (ident, row["label"], tuple((part["start"], part["end"]) for part in row.get("parts", [row])))
    for ident, rows in listed.items()
    for row in rows
}


def compare(name, found, wanted=None):
    wanted = expected if wanted is None else wanted
    if set(found) != wanted:
        failures.append(f"{name}: {sorted(set(found) ^ wanted, key=str)[:5]}")
    return f"{len(found)} spans, exactly where they were"


# STAM: as its own library has it.
found, links = [], 0
for path in sorted((work / "stam").glob("*.stam.json")):
    store = stam.AnnotationStore(file=str(path))
    resource = next(store.resources())
    for annotation in store.annotations():
        label = [str(datum.value()) for datum in annotation.data() if datum.dataset().id() == "hashiya" and datum.key().id() == "label"]
        pieces = [(piece.begin(), piece.end()) for piece in annotation.textselections()]
        if len(list(annotation.annotations_in_targets())) == 2:
            links += 1
        elif pieces and label:
            found.append((resource.id(), label[0], tuple(pieces)))
if not links:
    failures.append("stam: no relation was found")
print("stam:", compare("stam", found), f"and {links} relations")

# TEI: by its schema, and as lxml has what the pointers lead to.
schema = etree.RelaxNG(etree.parse(pathlib.Path(next(iter(schemas.__path__))) / "tei_all.rng"))
space = {"tei": "http://www.tei-c.org/ns/1.0", "xml": "http://www.w3.org/XML/1998/namespace"}
ident = "{http://www.w3.org/XML/1998/namespace}id"
found, links = [], 0
for path in sorted((work / "tei").glob("*.xml")):
    tree = etree.parse(path)
    if not schema.validate(tree):
        failures.append(f"tei {path.name}: {schema.error_log[0]}")
    texts = {element.get(ident): "".join(element.itertext()) for element in tree.iterfind(".//tei:text//*", space) if element.get(ident)}
    document = tree.find(".//tei:fs[@xml:id='_.d']/tei:f[@name='id']/tei:string", space).text
    ids = set()
    for span in tree.iterfind(".//tei:span", space):
        of, *numbers = re.fullmatch(r"#string-range\((.*)\)", span.get("target")).group(1).split(",")
        numbers = list(map(int, numbers))
        parts = tuple((start, start + length) for start, length in zip(numbers[::2], numbers[1::2]))
        ids.add("#" + span.get(ident))
        if parts[-1][1] > len(texts[of]):
            failures.append(f"tei {path.name}: {span.get('target')} is beyond the text")
        found.append((document, span.text, parts))
    for relation in tree.iterfind(".//tei:relation", space):
        links += {relation.get("active"), relation.get("passive")} <= ids
print("lxml and tei_all:", compare("tei", found), f"and {links} relations")

for failure in failures:
    print("FAILED", failure)
sys.exit(bool(failures))
