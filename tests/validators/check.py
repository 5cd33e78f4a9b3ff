"""Compares what pybrat, seqeval and conllu find in our datasets with what `hashiya list --json` says."""

import json
import pathlib
import re
import sys

import conllu
from pybrat.parser import BratParser
from seqeval.scheme import BILOU, IOB1, IOB2, IOBES, Entities
from listed import listed_in

work = pathlib.Path(sys.argv[1])
failures = []


def pieces(text, start, end):
    """Brat has no place over a line end or a tab: it is what stands between them."""
    ends = re.finditer(r"[^\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+", text[start:end])
    return [(start + part.start(), start + part.end()) for part in ends]

listed = listed_in(work / "docs")

# brat: every span, its parts, its text, and the text that stands there; names that are its own, and what they stand for.
spans = discontinuous = relations = 0
names = {}
for line in (work / "brat" / "visual.conf").read_text("utf-8").splitlines():
    if " | " in line and not line.startswith("#"):
        theirs, ours = line.split(" | ", 1)
        names[theirs] = ours
examples = BratParser(error="raise").parse(str(work / "brat"))
for example in examples:
    ident = pathlib.Path(example.id).name
    text = (work / "brat" / f"{ident}.txt").read_bytes().decode("utf-8")
    found = set()
    for entity in example.entities:
        places = tuple((span.start, span.end) for span in entity.spans)
        if not re.fullmatch(r"[A-Za-z0-9_-]+", entity.type):
            failures.append(f"brat {ident}: '{entity.type}' is no name of brat")
        found.add((names.get(entity.type, entity.type), places))
        if entity.mention != " ".join(text[start:end] for start, end in places):
            failures.append(f"brat {ident}: '{entity.mention}' is not at {places}")
    expected = {
        (row["label"], tuple(q for p in row.get("parts", [row]) for q in pieces(text, p["start"], p["end"])))
        for row in listed[ident]
    }
    if found != expected:
        failures.append(f"brat {ident}: {found ^ expected}")
    spans += len(found)
    discontinuous += sum(len(places) > 1 for _, places in found)
    relations += len(example.relations)
if len(examples) != len(listed):
    failures.append(f"brat: {len(examples)} of {len(listed)} documents")
print(f"pybrat: {len(examples)} documents, {spans} spans, {discontinuous} discontinuous, {relations} relations")

def report(name):
    """Ids of the annotations of each document that are lost, and of those that are there otherwise."""
    lost, changed = set(), set()
    for group in json.loads((work / f"{name}.json").read_text("utf-8"))["losses"]:
        kinds = lost if group["what"] in ("overlap", "discontinuous", "no-token") else changed
        if group["what"] in ("overlap", "discontinuous", "no-token", "edges-in-token", "spaces-at-edges"):
            assert group["more"] == 0
            kinds.update((place["document"], place["id"]) for place in group["places"])
    return lost, changed


def compare(name, found, label=lambda label: label):
    """Spans as (document, label, start, end), each held to what `list` says; `label` is how the format must write one."""
    lost, changed = report(name)
    expected, moved = set(), 0
    for ident, rows in listed.items():
        for row in rows:
            if (ident, row["id"]) in lost:
                continue
            if (ident, row["id"]) in changed:
                moved += 1
            else:
                expected.add((ident, label(row["label"]), row["start"], row["end"]))
    if not expected <= set(found):
        failures.append(f"{name}: not found: {sorted(expected - set(found))[:5]}")
    if len(found) != len(expected) + moved:
        failures.append(f"{name}: {len(found)} found, {len(expected)} and {moved} moved ones expected")
    return f"{len(found)} spans, {len(expected)} of them exactly where they were, {len(lost)} reported as lost beforehand"


def in_a_tag(label):
    """Tags have no spaces."""
    return label.replace(" ", "_")


# CoNLL with comments: what seqeval finds in strict IOB2, at the places of the tokens in the text of the comments.
sentences, places, ident, at = [[]], [[]], None, 0
for line in (work / "comments.conll").read_bytes().decode("utf-8").split("\n"):
    if line.startswith("# newdoc id = ") and "\t" not in line:
        ident, end = json.loads(line.removeprefix("# newdoc id = ")), 0
    elif line.startswith("# text = ") and "\t" not in line:
        text, start, end = json.loads(line.removeprefix("# text = ")), end, end
        end, at = start + len(text), 0
    elif line == "":
        sentences.append([])
        places.append([])
    else:
        token, tag = line.split("\t")
        at = text.index(token, at)
        sentences[-1].append(tag)
        places[-1].append((ident, start + at, start + at + len(token)))
        at += len(token)
found = []
for row, where in zip(Entities(sentences, IOB2).entities, places):
    found += [(where[e.start][0], e.tag, where[e.start][1], where[e.end - 1][2]) for e in row]
print("seqeval, with comments:", compare("comments", found, in_a_tag))

# Plain CoNLL in every scheme: the same number of entities, and nothing that is no token.
for name, scheme in [("iob1", IOB1), ("iob2", IOB2), ("bioes", IOBES), ("bilou", BILOU)]:
    tags = [[]]
    for line in (work / f"{name}.conll").read_bytes().decode("utf-8").split("\n"):
        if line == "":
            tags.append([])
        elif line != "-DOCSTART-\tO":
            tags[-1].append(line.split("\t")[1])
    count = sum(len(row) for row in Entities(tags, scheme).entities)
    if count != len(found):
        failures.append(f"{name}: {count} entities, {len(found)} expected")
    print(f"seqeval, {name}: {count} entities")

# CoNLL-U Plus: the text and every layer.
ESCAPES = {"s": " ", "t": "\t", "r": "\r", "n": "\n", "p": "|", "\\": "\\"}
found, words, ident, text = [], 0, None, ""
texts = {}
for sentence in conllu.parse((work / "dataset.conllup").read_bytes().decode("utf-8")):
    if "newdoc id" in sentence.metadata:
        ident, text = sentence.metadata["newdoc id"], ""
    layers = [key for key in sentence[0] if key.startswith("hashiya:ner")]
    tags, where, within = {layer: [] for layer in layers}, [], 0
    for token in sentence:
        if isinstance(token["id"], tuple):
            start, within = len(text), token["id"][2]
            text += token["form"]
            inner = start
            words += 1
        elif token["id"] <= within:
            where.append((inner, inner + len(token["form"])))
            inner += len(token["form"])
        else:
            where.append((len(text), len(text) + len(token["form"])))
            text += token["form"]
        if not isinstance(token["id"], tuple):
            for layer in layers:
                tags[layer].append(token[layer])
        if isinstance(token["id"], tuple) or token["id"] > within:
            misc = token["misc"] or {}
            if "SpacesAfter" in misc:
                escape = lambda m: chr(int(m[2], 16)) if m[2] else ESCAPES[m[1]]
                text += re.sub(r"\\(u\{([0-9a-f]+)\}|.)", escape, misc["SpacesAfter"])
            elif misc.get("SpaceAfter") != "No":
                text += " " if token is not sentence[-1] and token["id"] != sentence[-1]["id"] else "\n"
    for layer in layers:
        for row in Entities([tags[layer]], IOB2).entities:
            found += [(ident, e.tag, where[e.start][0], where[e.end - 1][1]) for e in row]
    texts[ident] = text
# A byte order mark at the start of a text is no part of a sentence, which is told as a loss of spaces.
spaces = [group for group in json.loads((work / "conllu.json").read_text("utf-8"))["losses"] if group["what"] == "spaces"]
marked = {place["document"] for group in spaces for place in group["places"]}
found = [(ident, label, start + (ident in marked), end + (ident in marked)) for ident, label, start, end in found]
print(f"conllu: {len(texts)} documents, {words} words of several tokens,", compare("conllu", found, in_a_tag))

def records(name):
    """JSON lines end at line feeds alone."""
    return [json.loads(line) for line in (work / name).read_bytes().decode("utf-8").split("\n") if line]


def code_points(text, start, end):
    """Places that count UTF-16 as places that count code points."""
    units = text.encode("utf-16-le")
    return len(units[: 2 * start].decode("utf-16-le")), len(units[: 2 * end].decode("utf-16-le"))


# doccano, as its importer reads it: [start, end, label], or an object with start_offset, end_offset, label and a number as id;
# relations between those numbers.
for name in ["doccano", "doccano-relations"]:
    found, relations = [], 0
    for row in records(f"{name}.jsonl"):
        spans = [item if isinstance(item, list) else [item["start_offset"], item["end_offset"], item["label"]]
                 for item in row.get("label", row.get("entities"))]
        for start, end, label in spans:
            assert 0 <= start < end and label
            found.append((row["id"], label, *code_points(row["text"], start, end)))
        ids = [item["id"] for item in row.get("entities", [])]
        assert len(set(ids)) == len(ids) and all(isinstance(number, int) for number in ids)
        for item in row.get("relations", []):
            assert item["from_id"] in ids and item["to_id"] in ids and item["type"]
            relations += 1
    print(f"{name}:", compare(name, found), f"and {relations} relations")

# Label Studio: its own validator with the labelling configuration that the documentation of the format names, then the bounds
# and texts, which that validator does not look at.
from xml.sax.saxutils import quoteattr

from label_studio_sdk.label_interface import LabelInterface

tasks = json.loads((work / "label-studio.json").read_text("utf-8"))
results = [r for task in tasks for a in task["annotations"] for r in a["result"]]
controls = {r["from_name"]: {} for r in results if r["type"] != "relation"}
for r in results:
    if r["type"] != "relation":
        controls[r["from_name"]].setdefault(r["type"], set()).update(map(str, r["value"].get(r["type"], [])) if
                                                                    r["type"] in ("labels", "choices") else [])
tags = {"labels": ("Labels", "Label"), "choices": ("Choices", "Choice"), "number": ("Number", ""), "textarea": ("TextArea", "")}
config = ['<View><Text name="text" value="$text"/><Relations>']
config += [f"<Relation value={quoteattr(v)}/>" for v in sorted({v for r in results if r["type"] == "relation" for v in r["labels"]})]
config.append("</Relations>")
for name, kinds in controls.items():
    (kind, values), = kinds.items()
    tag, item = tags[kind]
    config.append(f"<{tag} name={quoteattr(name)} toName='text'>" + "".join(f"<{item} value={quoteattr(v)}/>" for v in sorted(values)) + f"</{tag}>")
interface = LabelInterface("".join(config) + "</View>")
found, relations = [], 0
for task in tasks:
    text, ident = task["data"]["text"], task["data"].get("document_id", str(task.get("id")))
    assert interface.validate_task({"data": task["data"]})
    for annotation in task["annotations"]:
        if not interface.validate_annotation(annotation):
            failures.append(f"label-studio {ident}: {interface._validate_object(annotation, return_errors=True)[:3]}")
        for r in annotation["result"]:
            value = r.get("value", {})
            if r["type"] == "relation":
                relations += 1
            elif "start" in value and r["type"] == "labels":
                if text[value["start"]:value["end"]] != value["text"]:
                    failures.append(f"label-studio {ident}: '{value['text']}' is not at {value['start']}")
                found += [(ident, label, value["start"], value["end"]) for label in value["labels"]]
print("label-studio-sdk:", compare("label-studio-report", found), f"and {relations} relations")

# spaCy: a document of the tokens has the text, and each span stands on whole tokens of it.
import spacy
from spacy.tokens import Doc

vocab = spacy.blank("ar").vocab
found, relations = [], 0
for row in records("spacy.jsonl"):
    doc = Doc(vocab, words=[t["text"] for t in row["tokens"]], spaces=[t["ws"] for t in row["tokens"]])
    if doc.text != row["text"]:
        failures.append(f"spacy {row['id']}: the tokens do not give back the text")
    spans = []
    for item in row["spans"]:
        span = doc.char_span(item["start"], item["end"], label=item["label"])
        if span is None or (span.start, span.end - 1, span.text) != (item["token_start"], item["token_end"], item["text"]):
            failures.append(f"spacy {row['id']}: {item}")
            continue
        spans.append(span)
        found.append((row["id"], span.label_, span.start_char, span.end_char))
    doc.spans["sc"] = spans
    for item in row.get("relations", []):
        relations += 1
        if not (item["head_span"]["token_start"] <= item["head"] <= item["head_span"]["token_end"]):
            failures.append(f"spacy {row['id']}: {item}")
print("spacy:", compare("spacy", found), f"and {relations} relations")

# LangExtract: its own reader refuses fields it does not know; its intervals count code points.
from langextract.data_lib import dict_to_annotated_document

found = []
for row in records("langextract.jsonl"):
    document = dict_to_annotated_document(row)
    for item in document.extractions:
        start, end = item.char_interval.start_pos, item.char_interval.end_pos
        if document.text[start:end] != item.extraction_text:
            failures.append(f"langextract {document.document_id}: '{item.extraction_text}' is not at {start}")
        found.append((document.document_id, item.extraction_class, start, end))
print("langextract:", compare("langextract", found))

# GLiNER: the tokens of its own splitter at their places in the text; the last token of an entity is named itself.
texts, found, relations = {row["id"]: row["text"] for row in records("doccano.jsonl")}, [], 0
splitter = re.compile(r"\w+(?:[-_]\w+)*|\S")
for row in json.loads((work / "gliner.json").read_text("utf-8")):
    matches = list(splitter.finditer(texts[row["id"]]))
    if [m.group() for m in matches] != row["tokenized_text"]:
        failures.append(f"gliner {row['id']}: other tokens")
    found += [(row["id"], label, matches[first].start(), matches[last].end()) for first, last, label in row["ner"]]
    for head, tail, name in row.get("relations", []):
        assert head < len(row["ner"]) and tail < len(row["ner"]) and name
        relations += 1
print("gliner:", compare("gliner-report", found), f"and {relations} relations")

# GLiNER2 and conversations: every mention stands in its text, at the occurrence that is said.
mentions = 0
for row in records("gliner2.jsonl"):
    for label, texts_of in row["output"]["entities"].items():
        assert len(set(texts_of)) == len(texts_of) and all(text in row["input"] for text in texts_of)
        mentions += len(texts_of)
entities = 0
for row in records("chat.jsonl"):
    (system, user, assistant) = row["messages"]
    assert [m["role"] for m in row["messages"]] == ["system", "user", "assistant"]
    for entity in json.loads(assistant["content"])["entities"]:
        at = [m.start() for m in re.finditer(f"(?={re.escape(entity['text'])})", user["content"])]
        assert entity["label"] in system["content"] and 1 <= entity["occurrence"] <= len(at), entity
        entities += 1
print(f"gliner2: {mentions} mentions; chat: {entities} entities")

for failure in failures:
    print("FAILED", failure)
sys.exit(bool(failures))
