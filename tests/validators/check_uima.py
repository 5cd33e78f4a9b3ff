"""Compares what dkpro-cassis finds in XMI and JSON of UIMA, and a small parser in WebAnno TSV, with what `hashiya list --json`
says."""

import json
import pathlib
import re
import sys

import cassis
from listed import listed_in

work = pathlib.Path(sys.argv[1])
failures = []

listed = listed_in(work / "docs")
if sys.argv[2:] == ["again"]:
    for name in ("xmi", "cas-json"):
        read = listed_in(work / f"{name}-read")
        if read != listed:
            sys.exit(f"{name}: {[ident for ident in listed if read.get(ident) != listed[ident]][:5]} do not come back")
        print(f"{name}: {len(read)} documents come back from dkpro-cassis as they were")
    sys.exit()


def parts_of(row):
    return tuple((part["start"], part["end"], part["text"]) for part in row.get("parts", [row]))


expected = {(ident, row["id"], row["label"], parts_of(row)) for ident, rows in listed.items() for row in rows}
texts = {}
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
        texts[ident] = cas.sofa_string
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

# WebAnno TSV, as its description has it: offsets count UTF-16, `|` stands between annotations on one token, `[n]` tells those of
# several tokens, and a slot names the units of its fillers.
ESCAPED = re.compile(r"\\(.)", re.S)


def unescape(value):
    return ESCAPED.sub(lambda found: {"t": "\t", "n": "\n", "r": "\r"}.get(found[1], found[1]), value)


def split(cell, sign):
    parts, escaped = [""], False
    for c in cell:
        if c == sign and not escaped:
            parts.append("")
        else:
            parts[-1] += c
        escaped = c == "\\" and not escaped
    return parts


def value_and_number(cell):
    found = re.fullmatch(r"((?:\\.|[^\\\[\]])*)(?:\[(\d+)\])?", cell, re.S)
    return found[1], found[2]


def parse_tsv(text):
    layers, units, sentences = [], {}, []
    spans = {}
    lines = text.split("\n")
    assert lines[0] == "#FORMAT=WebAnno TSV 3.3", lines[0]
    for line in lines[1:]:
        if line.startswith("#T_"):
            kind, rest = line[3:].split("=", 1)
            name, *columns = rest.split("|")
            layers.append((kind, name, columns))
        elif line.startswith("#Text="):
            sentences.append([unescape(line[6:]), None])
        elif line:
            unit, place, said, *cells = line.split("\t")
            begin, end = map(int, place.split("-"))
            if sentences[-1][1] is None:
                sentences[-1][1] = begin
            sentence, start = sentences[-1]
            raw = sentence.encode("utf-16-le")
            if raw[2 * (begin - start) : 2 * (end - start)].decode("utf-16-le") != unescape(said):
                failures.append(f"webanno-tsv: {unit} is not {said!r}")
            at = 0
            for kind, name, columns in layers:
                own = [split(cell, "|") for cell in cells[at : at + len(columns)]]
                at += len(columns)
                if kind != "SP":
                    continue
                for k in range(max(len(stack) for stack in own)):
                    values = [stack[k] if k < len(stack) else "_" for stack in own]
                    if all(value == "_" for value in values):
                        continue
                    numbers = [value_and_number(value)[1] for value, column in zip(values, columns) if not column.startswith("webanno.custom.Piece")]
                    number = next((n for n in numbers if n), None)
                    key = (name, number) if number else (name, unit, k)
                    span = spans.setdefault(key, [begin, end, dict(zip(columns, values)), unit])
                    span[0], span[1] = min(span[0], begin), max(span[1], end)
                    units[(name, unit, number)] = key
            if cells[at:] != [""]:
                failures.append(f"webanno-tsv: {line!r} has {len(cells)} cells")
    return spans, units, sentences


def utf16(text, place):
    return len(text[:place].encode("utf-16-le")) // 2


moved, found, expected_spans = set(), 0, 0
for group in json.loads((work / "webanno-tsv-report.json").read_text("utf-8"))["losses"]:
    if group["what"] in ("spaces-at-edges", "between-tokens", "no-token"):
        if group["more"]:
            failures.append("webanno-tsv: the report does not name all that moved")
        moved |= {(place["document"], place["id"]) for place in group["places"]}
by_name = {path.stem: path for path in (work / "webanno-tsv").glob("*.tsv")}
for ident, rows in listed.items():
    path = by_name.get(ident)
    if path is None:
        failures.append(f"webanno-tsv: there is no file of {ident}")
        continue
    spans, units, sentences = parse_tsv(path.read_text("utf-8"))
    text = texts[ident]
    if sentences and "".join(sentence for sentence, _ in sentences) != text.lstrip():
        failures.append(f"webanno-tsv: the sentences of {ident} are not its text")
    own = {unescape(value_and_number(span[2]["uid"])[0]): span for key, span in spans.items() if key[0] == "webanno.custom.Span"}
    for row in rows:
        expected_spans += 1
        if (ident, row["id"]) in moved:
            continue
        span = own.get(row["id"])
        if span is None:
            failures.append(f"webanno-tsv: {ident} {row['id']} is not there")
            continue
        found += 1
        parts = [(utf16(text, part["start"]), utf16(text, part["end"])) for part in row.get("parts", [row])]
        pieces = [(span[0], span[1])]
        fillers = span[2].get("webanno.custom.Piece", "*")
        if fillers not in ("*", "_"):
            names = [re.fullmatch(r"([\d.\-]+)(?:\[(\d+)\])?", filler) for filler in fillers.split(";")]
            pieces = [spans[units[("webanno.custom.Piece", name[1], name[2])]][:2] for name in names]
        if [tuple(piece) for piece in pieces] != parts:
            failures.append(f"webanno-tsv: {ident} {row['id']} is at {pieces}, not {parts}")
        if unescape(value_and_number(span[2]["value"])[0]) != row["label"]:
            failures.append(f"webanno-tsv: {ident} {row['id']} is {span[2]['value']}")
print(f"webanno-tsv: {found} spans exactly where they were, {expected_spans - found} moved or lost as the losses say")

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
