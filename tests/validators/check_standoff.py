"""Compares what the parsers of others find in tables and stand-off formats with what `hashiya list --json` says."""

import csv
import json
import pathlib
import re
import sys
import urllib.parse
from html.parser import HTMLParser

import gatenlp
import pandas
import listed as said
from listed import listed_in, places_of

work = pathlib.Path(sys.argv[1])
failures = []

listed = listed_in(work / "docs")
expected = places_of(listed)
extents = {(ident, label, ((parts[0][0], parts[-1][1]),)) for ident, label, parts in expected}


def compare(name, found, wanted=expected):
    return said.compare(name, found, wanted, failures)


def bare(cell):
    """A cell without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    return re.sub(r"^'('*[=+\-@\t\r\n＝＋－＠])", r"\1", cell)


# Tables: as Python's csv has them, and as pandas has them with what it wrote itself.
for name, separator in [("csv", ","), ("tsv", "\t")]:
    path = work / f"dataset.{name}"
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=separator, strict=True))
    frame = pandas.read_csv(path, sep=separator, keep_default_na=False, dtype=str)
    if frame.to_dict("records") != rows:
        failures.append(f"{name}: pandas and csv read different tables")
    texts, found, relations = {}, [], 0
    for row in rows:
        if any(cell[:1] in ("=", "+", "-", "@", "\t", "\r") and not re.fullmatch(r"-?[0-9.]+", cell) for cell in row.values()):
            failures.append(f"{name}: a formula in {row}")
        if row["kind"] in ("document", "text"):
            texts[row["document"]] = texts.get(row["document"], "") + bare(row["text"])
    for row in rows:
        ident = bare(row["document"])
        if row["kind"] == "span":
            start, end = int(row["start"]), int(row["end"])
            if texts[row["document"]][start:end] != bare(row["text"]):
                failures.append(f"{name} {ident}: '{row['text']}' is not at {start}")
            parts = [tuple(map(int, part.split(".."))) for part in row["parts"].split()] or [(start, end)]
            found.append((ident, bare(row["label"]), tuple(parts)))
        relations += row["kind"] == "relation"
    # What a data frame with numbers in it writes: 12.0 for 12, and an index before all.
    pandas.read_csv(path, sep=separator).to_csv(work / f"pandas.{name}", sep=separator)
    print(f"{name}, by csv and pandas:", compare(name, found), f"and {relations} relations")

# HTML: as Python's parser has it.
class Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.texts, self.marks, self.open, self.ident, self.at = {}, {}, [], None, None

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag in ("script", "link", "img", "iframe") or {"src", "href"} & set(attributes):
            failures.append(f"html: <{tag} {attributes}>")
        if tag == "article":
            self.ident = attributes["data-id"]
        elif attributes.get("class") == "text":
            self.at, self.texts[self.ident] = 0, ""
        elif tag == "mark":
            self.open.append((attributes["data-id"], attributes["data-label"], self.at))

    def handle_endtag(self, tag):
        if tag == "mark":
            ident, label, start = self.open.pop()
            self.marks.setdefault((self.ident, ident, label), []).append((start, self.at))
        elif tag == "div":
            self.at = None

    def handle_data(self, data):
        if self.at is not None:
            self.at += len(data)
            self.texts[self.ident] += data


def joined(pieces):
    """Pieces that touch are one."""
    whole = []
    for start, end in sorted(pieces):
        if whole and whole[-1][1] == start:
            whole[-1] = (whole[-1][0], end)
        else:
            whole.append((start, end))
    return tuple(whole)


page = Page()
page.feed((work / "dataset.html").read_bytes().decode("utf-8"))
page.close()
print("html.parser:", compare("html", [(ident, label, joined(parts)) for (ident, _, label), parts in page.marks.items()]))

# GATE: as gatenlp has it, which knows what offsets count.
found, marks = [], 0
for path in sorted((work / "gate").glob("*.bdocjs")):
    document = gatenlp.Document.load(str(path), fmt="bdocjs")
    for name in document.annset_names():
        for annotation in document.annset(name):
            found.append((document.name, annotation.type, ((annotation.start, annotation.end),)))
            quote = document[annotation]
            if quote != document.text[annotation.start : annotation.end] or not quote:
                failures.append(f"gate {document.name}: {annotation}")
contiguous = {row for row in expected if len(row[2]) == 1}
print("gatenlp:", compare("gate", found, contiguous))

# Web Annotation: what the JSON says without the fields that are ours.
found, links = [], 0
for path in sorted((work / "web-annotation").glob("*.jsonld")):
    page = json.loads(path.read_text("utf-8"))
    text = path.with_suffix(".txt").read_bytes().decode("utf-8")
    ids = {item["id"] for item in page["items"]}
    if len(ids) != len(page["items"]) or page["@context"][0] != "http://www.w3.org/ns/anno.jsonld":
        failures.append(f"web-annotation {path.name}: ids or context")
    for item in page["items"]:
        if item["motivation"] == "linking":
            links += item["target"] in ids and item["body"][0]["source"] in ids
            continue
        parts = []
        for target in item["target"].get("items", [item["target"]]):
            place, quote = target["selector"]
            parts.append((place["start"], place["end"]))
            if text[place["start"] : place["end"]] != quote["exact"] or urllib.parse.unquote(target["source"]) != path.with_suffix(".txt").name:
                failures.append(f"web-annotation {path.name}: {target}")
        found.append((page["hashiya"]["id"], item["body"][0]["value"], tuple(parts)))
print("JSON-LD:", compare("web-annotation", found), f"and {links} links")

for failure in failures:
    print("FAILED", failure)
sys.exit(bool(failures))
