"""Compares training sets, and what mlcroissant reads of them, with what `hashiya list --json` says."""

import collections
import hashlib
import json
import logging
import pathlib
import sys

import mlcroissant
from listed import compare, listed_in, places_of

work = pathlib.Path(sys.argv[1])
failures = []
# What only people know, such as the licence, is recommended and not there.
logging.disable(logging.WARNING)

listed = listed_in(work / "docs")
expected = sorted((ident, row["label"], row["start"], row["end"]) for ident, rows in listed.items() for row in rows)


def check(name, is_true, what):
    if not is_true:
        failures.append(f"{name}: {what}")


def check_manifest(name):
    folder = work / f"training-{name}"
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    parts = {part["name"]: part for part in manifest["parts"]}
    documents = [ident for part in parts.values() for ident in part["documents"]]
    check(name, len(documents) == len(set(documents)), "a document is in two parts")
    check(name, set(documents) == set(listed), f"parts are not complete: {set(documents) ^ set(listed)}")
    check(name, all(part["documents"] for part in parts.values()), "a part is empty")
    for part in parts.values():
        labels = collections.Counter(row["label"] for ident in part["documents"] for row in listed[ident])
        check(name, part["counts"]["labels"] == dict(labels), f"labels of {part['name']}")
        check(name, part["counts"]["annotations"] == labels.total(), f"annotations of {part['name']}")
        check(name, part["counts"]["documents"] == len(part["documents"]), f"documents of {part['name']}")
        for file in part["files"]:
            found = (folder / file["path"]).read_bytes()
            check(name, hashlib.sha256(found).hexdigest() == file["sha256"], f"the digest of {file['path']}")
            check(name, len(found) == file["bytes"], f"the length of {file['path']}")
    known = {file["path"] for part in parts.values() for file in part["files"]}
    beside = {"manifest.json", "README.md", "README.ar.md", "croissant.json"}
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")}
    check(name, there == known | beside, f"files that nobody tells of: {there ^ (known | beside)}")
    return parts


def text(value):
    return value.decode("utf-8") if isinstance(value, bytes) else value


def check_records(name, parts, dataset):
    found, places = [], []
    if name in ("csv", "tsv"):
        for row in dataset.records("rows"):
            row = {key.removeprefix("rows/"): text(value) for key, value in row.items()}
            check(name, row["document"] in parts[row["split"]]["documents"], f"{row['document']} is not in {row['split']}")
            if row["kind"] == "span":
                found.append((row["document"], row["label"], int(row["start"]), int(row["end"])))
    else:
        for row in dataset.records("documents"):
            ident, whole = text(row["documents/id"]), text(row["documents/text"])
            check(name, ident in parts[text(row["documents/split"])]["documents"], f"{ident} is in another part")
            for span in row["documents/spans"]:
                span = {key.removeprefix("documents/spans/"): text(value) for key, value in span.items()}
                found.append((ident, span["label"], int(span["start"]), int(span["end"])))
                ends = ((span.get(f"piece_{n}_start"), span.get(f"piece_{n}_end")) for n in range(1, 17))
                pieces = tuple((int(start), int(end)) for start, end in ends if start is not None)
                places.append((ident, span["label"], pieces or ((int(span["start"]), int(span["end"])),)))
                cut = whole[span["start"] : span["end"]]
                check(name, cut.startswith(span["text"].split(" … ")[0]), f"{ident}: '{span['text']}' is not at {span['start']}")
    if places:
        compare(f"pieces of {name}", sorted(set(places)), places_of(listed), failures)
    check(name, sorted(found) == expected, f"{sorted(set(found) ^ set(expected))[:5]}")
    return len(found)


for name in ["jsonl", "datasets", "parquet", "csv", "tsv", "conll", "brat", "whole"]:
    parts = check_manifest(name)
    dataset = mlcroissant.Dataset(jsonld=str(work / f"training-{name}" / "croissant.json"))
    issues = dataset.metadata.ctx.issues
    check(name, not issues.errors, issues.report())
    metadata = json.loads((work / f"training-{name}" / "croissant.json").read_text("utf-8"))
    files = {file["@id"]: file["sha256"] for file in metadata["distribution"] if file["@type"] == "cr:FileObject"}
    check(name, files == {f["path"]: f["sha256"] for part in parts.values() for f in part["files"]}, "files of Croissant")
    sizes = " ".join(f"{part} {len(facts['documents'])}" for part, facts in parts.items())
    if "recordSet" in metadata:
        print(f"training set of {name}, by mlcroissant: {check_records(name, parts, dataset)} spans, exactly where they were; {sizes}")
    else:
        print(f"training set of {name}: {len(files)} files by their digests; {sizes}")

for failure in failures:
    print(failure, file=sys.stderr)
sys.exit(1 if failures else 0)
