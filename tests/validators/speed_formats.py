"""Times the programs by others that do the same job on the same documents, in the same minutes on the same machine.

usage: speed_formats.py HASHIYA [DOCUMENTS [VENV …]]      2000 documents of corpus.py; an environment of Python for each comparison
                                                       is looked for among `target/validators*`

Prints seconds of processor time, ours and theirs, and how many times faster ours is. Ours is whole commands, which start, check all
they read and, where a dataset is written, read each document from a file of its own; theirs is the work alone, without the start of
Python and the import of packages.
"""
import json
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
TARGET = HERE.parents[1] / "target"

CONVERTER = """
from label_studio_sdk.converter import Converter
config = json.dumps({"ner": {"type": "Labels", "to_name": ["text"], "inputs": [{"type": "Text", "value": "text"}], "labels": sys.argv[3].split("|")}})
def job():
    Converter(json.loads(config), ".").convert_to_conll2003(sys.argv[1], sys.argv[2], is_dir=False)
"""
CASSIS = """
import cassis, pathlib
def job():
    folder = pathlib.Path(sys.argv[1])
    with open(folder / "TypeSystem.xml", "rb") as file:
        types = cassis.load_typesystem(file)
    for path in sorted(folder.glob("*.xmi")):
        with open(path, "rb") as file:
            cassis.load_cas_from_xmi(file, typesystem=types)
"""
SPACY = """
import spacy
from spacy.tokens import DocBin
nlp = spacy.blank("ar")
def job():
    docs = DocBin(store_user_data=True)
    for line in open(sys.argv[1], encoding="utf-8", newline="\\n"):
        row = json.loads(line)
        doc = nlp(row["text"])
        spans = [doc.char_span(s["start"], s["end"], label=s["label"], alignment_mode="expand") for s in row["spans"]]
        doc.spans["sc"] = [span for span in spans if span is not None]
        docs.add(doc)
    docs.to_disk(sys.argv[2])
"""
DATASETS = """
import datasets
datasets.disable_progress_bars()
def job():
    datasets.load_dataset("json", data_files=sys.argv[1], split="train", cache_dir=sys.argv[3]).to_parquet(sys.argv[2])
"""
CONLLU = """
import conllu
def job():
    text = open(sys.argv[1], encoding="utf-8", newline="\\n").read()
    conllu.parse(text)
"""
RUNNER = """
import json, sys, time
{}
begun = time.process_time()
job()
print(time.process_time() - begun)
"""


def python_with(package):
    for python in [pathlib.Path(sys.executable), *sorted(TARGET.glob("validators*/bin/python"))]:
        if subprocess.run([python, "-c", f"import {package}"], capture_output=True).returncode == 0:
            return python
    return None


def theirs(package, code, *arguments):
    python = python_with(package)
    if python is None:
        return None
    done = subprocess.run([python, "-c", RUNNER.format(code), *map(str, arguments)], capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr[-2000:])
    return float(done.stdout.strip().splitlines()[-1])


def ours(*commands):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for command in commands:
        subprocess.run([HASHIYA, *map(str, command)], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def row(job, mine, others):
    if others is None:
        print(f"{job:<58} {mine:>8.2f} {'–':>8}  its package is in no environment")
    else:
        print(f"{job:<58} {mine:>8.2f} {others:>8.2f} {others / mine:>7.1f}")


def main():
    work = pathlib.Path(tempfile.mkdtemp(prefix="hashiya-speed-"))
    count = sys.argv[2] if len(sys.argv) > 2 else "2000"
    subprocess.run([sys.executable, HERE / "corpus.py", work / "corpus.jsonl", count], check=True)
    docs = work / "docs"
    subprocess.run([HASHIYA, "import", work / "corpus.jsonl", "--out", docs], check=True, capture_output=True)

    def export(name, out, *more):
        command = [HASHIYA, "export", docs, "--to", name, "--out", work / out, *more]
        subprocess.run(command, check=True, capture_output=True)
        return work / out

    print(f"{count} documents, {os.path.getsize(work / 'corpus.jsonl') / 1e6:.1f} MB of JSON lines")
    print(f"{'seconds of processor time':<58} {'ours':>8} {'theirs':>8} {'times':>7}")
    tasks = export("label-studio", "tasks.json")
    labels = "|".join(sorted({label for task in json.loads(tasks.read_text("utf-8")) for annotation in task["annotations"]
                              for item in annotation["result"] for label in item.get("value", {}).get("labels", [])}))

    def read(name, dataset):
        return ["import", dataset, "--from", name, "--out", work / "none", "--dry-run"]

    def write(name, out):
        return ["export", docs, "--to", name, "--out", work / out]

    # Their one step is two of ours: what the tasks say is read, and the same documents are written.
    mine = ours(read("label-studio", tasks), write("conll", "a.conll"))
    row("Label Studio's tasks to CoNLL (label-studio-sdk)", mine, theirs("label_studio_sdk", CONVERTER, tasks, work / "ls", labels))
    xmi = export("xmi", "xmi")
    row("XMI read (dkpro-cassis)", ours(read("xmi", xmi)), theirs("cassis", CASSIS, xmi))
    conllu = export("conllu", "c.conllup")
    row("CoNLL-U Plus read (conllu)", ours(read("conllu", conllu)), theirs("conllu", CONLLU, conllu))
    lines = export("datasets", "lines.jsonl")
    row("DocBin made (spaCy)", ours(write("docbin", "ours.spacy")), theirs("spacy", SPACY, lines, work / "theirs.spacy"))
    mine = ours(write("parquet", "ours.parquet"))
    row("Parquet made (datasets, Arrow)", mine, theirs("datasets", DATASETS, lines, work / "theirs.parquet", work / "cache"))
    shutil.rmtree(work)


HASHIYA = os.path.realpath(sys.argv[1])
main()
