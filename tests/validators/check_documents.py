"""Compares what the parsers of others find in documents and exchange files with what `hashiya list --json` says."""

import json
import pathlib
import re
import subprocess
import sys
import zipfile

import docx
import odf.office
import odf.opendocument
import odf.table
import odf.text
import schemas
import stam
from lxml import etree
from odf import dc, teletype
import listed as said
from listed import listed_in, places_of

work = pathlib.Path(sys.argv[1])
failures = []

listed = listed_in(work / "docs")
expected = places_of(listed)


def compare(name, found, wanted=expected):
    return said.compare(name, found, wanted, failures)


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

# REFI-QDA: the order of elements, the ids and the places, as its specification has them.
order = {
    "Project": ["Users", "CodeBook", "Variables", "Cases", "Sources", "Notes", "Links", "Sets", "Graphs"],
    "TextSource": ["Description", "PlainTextContent", "PlainTextSelection", "Coding", "NoteRef", "VariableValue"],
    "PlainTextSelection": ["Description", "Coding", "NoteRef"],
    "Coding": ["CodeRef", "NoteRef"],
    "Code": ["Description", "NoteRef", "Code"],
    "VariableValue": ["VariableRef", "TextValue", "BooleanValue", "IntegerValue", "FloatValue"],
    "Link": ["NoteRef"],
    "Note": ["Description", "PlainTextContent"],
}
guid_pattern = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
points = {"CodeRef": "Code", "NoteRef": "Note", "VariableRef": "Variable"}
found, links = [], 0
with zipfile.ZipFile(work / "project.qdpx") as archive:
    if archive.testzip():
        failures.append("refi-qda: the archive is damaged")
    project = etree.fromstring(archive.read("project.qde"))
    names, by_guid = {}, {}
    for element in project.iter():
        name = etree.QName(element).localname
        if etree.QName(element).namespace != "urn:QDA-XML:project:1.0":
            failures.append(f"refi-qda: {element.tag}")
        children = [etree.QName(child).localname for child in element]
        if name in order and [order[name].index(child) for child in children] != sorted(order[name].index(child) for child in children):
            failures.append(f"refi-qda: {name} has {children}")
        guid = element.get("guid")
        if guid and (not guid_pattern.fullmatch(guid) or guid in by_guid):
            failures.append(f"refi-qda: the guid {guid} of {name}")
        by_guid[guid] = element
        names[element] = name
    for element, name in names.items():
        if name in points and names.get(by_guid.get(element.get("targetGUID"))) != points[name]:
            failures.append(f"refi-qda: {name} {element.get('targetGUID')}")
        for user in ("creatingUser", "modifyingUser"):
            if element.get(user) and names.get(by_guid.get(element.get(user))) != "User":
                failures.append(f"refi-qda: {name} by {element.get(user)}")
        if name == "Code" and not re.fullmatch("#[0-9a-f]{6}", element.get("color")):
            failures.append(f"refi-qda: the colour {element.get('color')}")
        if name == "Link":
            ends = [names.get(by_guid.get(element.get(end))) for end in ("originGUID", "targetGUID")]
            links += ends == ["PlainTextSelection"] * 2
        if name == "TextSource":
            text = archive.read("Sources/" + element.get("plainTextPath").removeprefix("internal://")).decode("utf-8")
            text = text.removeprefix("\ufeff")
            for selection in element.iterfind("{*}PlainTextSelection"):
                start, end = int(selection.get("startPosition")), int(selection.get("endPosition"))
                if not 0 <= start <= end <= len(text) or text[start : start + 40][: end - start][:1] != selection.get("name")[:1] and text[start] >= " ":
                    failures.append(f"refi-qda: {start}..{end} is not '{selection.get('name')}'")
                for coding in selection.iterfind("{*}Coding/{*}CodeRef"):
                    found.append((element.get("name"), by_guid[coding.get("targetGUID")].get("name"), ((start, end),)))
contiguous = {row for row in expected if len(row[2]) == 1}
print("REFI-QDA by its specification:", compare("refi-qda", found, contiguous), f"and {links} links")

# Texts of word processors: what others write is read here.
hashiya = sys.argv[2]
folder = work / "office"
folder.mkdir(exist_ok=True)
lines = ["قال «محمد»: مَرحبًا\tبكم 😀", "", "سطر\nوسطر", "خلية ١", "خلية ٢", "ختام"]

word = docx.Document()
first = word.add_paragraph()
before, about = first.add_run(lines[0][:5]), first.add_run(lines[0][5:9])
first.add_run(lines[0][9:])
for line in lines[1:3]:
    word.add_paragraph(line)
table = word.add_table(rows=1, cols=2)
table.cell(0, 0).text, table.cell(0, 1).text = lines[3:5]
word.add_paragraph(lines[5])
word.add_comment(about, text="من هو؟", author="ليلى", initials="ل")
word.core_properties.title = "عنوان"
word.save(folder / "word.docx")

writer = odf.opendocument.OpenDocumentText()
for number, line in enumerate(lines):
    paragraph = odf.text.P()
    if number == 0:
        teletype.addTextToElement(paragraph, line[:5])
        note = odf.office.Annotation(name="1")
        note.addElement(dc.Creator(text="ليلى"))
        note.addElement(dc.Date(text="2026-11-20T10:00:00"))
        note.addElement(odf.text.P(text="من هو؟"))
        paragraph.addElement(note)
        teletype.addTextToElement(paragraph, line[5:9])
        paragraph.addElement(odf.office.AnnotationEnd(name="1"))
        teletype.addTextToElement(paragraph, line[9:])
    else:
        teletype.addTextToElement(paragraph, line)
    if number in (3, 4):
        if number == 3:
            table, row = odf.table.Table(), odf.table.TableRow()
            table.addElement(row)
            writer.text.addElement(table)
        cell = odf.table.TableCell()
        cell.addElement(paragraph)
        row.addElement(cell)
    else:
        writer.text.addElement(paragraph)
writer.save(str(folder / "writer.odt"))

subprocess.run([hashiya, "import", folder / "word.docx", folder / "writer.odt", "--out", folder / "docs"], check=True, capture_output=True)
subprocess.run([hashiya, "export", folder / "docs", "--to", "jsonl", "--out", folder / "office.jsonl"], check=True, capture_output=True)
records = [json.loads(line) for line in (folder / "office.jsonl").read_bytes().decode("utf-8").split("\n") if line]
if len(records) != 2:
    failures.append(f"office: {len(records)} documents")
for record in records:
    spans = [(span["start"], span["end"], span["label"], span.get("note")) for span in record["spans"]]
    if record["text"] != "\n".join(lines):
        failures.append(f"office {record['id']}: {record['text']!r}")
    if spans != [(5, 9, "comment", "من هو؟")]:
        failures.append(f"office {record['id']}: {spans}")
print("python-docx and odfpy:", len(records), "documents, their texts and comments as they were written")

for failure in failures:
    print("FAILED", failure)
sys.exit(bool(failures))
