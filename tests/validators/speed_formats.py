"""Times the programs by others that do the same job on the same documents, in the same minutes on the same machine.

usage: speed_formats.py HASHIYA [DOCUMENTS [VENV …]]      2000 documents of corpus.py; an environment of Python for each comparison
                                                       is looked for among `target/validators*`

Prints seconds of processor time and of the clock, ours and theirs, and how many times faster ours is: without the start of the
interpreter and the import of packages, and with it. Ours is always a whole command, which starts, checks all it reads and waits for
the disk. Where theirs goes from format to format, ours is `convert`; a format that is only read is an import that writes nothing.
"""
import json
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile
import time

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
            cas = cassis.load_cas_from_xmi(file, typesystem=types)
        if len(sys.argv) > 2:
            cas.to_xmi(pathlib.Path(sys.argv[2]) / path.name)
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
begun, clock = time.process_time(), time.perf_counter()
job()
print(time.process_time() - begun, time.perf_counter() - clock)
"""


def python_with(package):
    for python in [pathlib.Path(sys.executable), *sorted(TARGET.glob("validators*/bin/python"))]:
        if subprocess.run([python, "-c", f"import {package}"], capture_output=True).returncode == 0:
            return python
    return None


def timed(command):
    """Seconds of processor time and of the clock, and what was printed."""
    before, clock = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    clock, after = time.perf_counter() - clock, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(done.stderr[-2000:])
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, clock, done.stdout


def theirs(package, code, *arguments):
    """The work alone, and with the start: processor time and clock of each."""
    python = python_with(package)
    if python is None:
        return None
    command = [python, "-c", RUNNER.format(code), *arguments]

    def once():
        cpu, clock, said = timed(command)
        return (*map(float, said.strip().splitlines()[-1].split()), cpu, clock)
    return min(once() for _ in range(3))


def ours(*command):
    # The best of three, as theirs: other work on the machine adds to the time, and nothing takes from it.
    return min(timed([HASHIYA, *command])[:2] for _ in range(3))


def row(job, mine, others):
    cpu, clock = mine
    if others is None:
        print(f"{job:<52} {cpu:>6.2f} {clock:>6.2f}  its package is in no environment")
    else:
        work, work_clock, all_cpu, all_clock = others
        print(f"{job:<52} {cpu:>6.2f} {clock:>6.2f} {work:>7.2f} {work_clock:>7.2f} "
              f"{work / cpu:>6.1f} {work_clock / clock:>6.1f} {all_cpu / cpu:>6.1f} {all_clock / clock:>6.1f}")


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
    print(f"{'seconds: processor, clock':<52} {'ours':>13} {'theirs':>15} {'times':>13} {'with start':>13}")
    tasks = export("label-studio", "tasks.json")
    labels = "|".join(sorted({label for task in json.loads(tasks.read_text("utf-8")) for annotation in task["annotations"]
                              for item in annotation["result"] for label in item.get("value", {}).get("labels", [])}))

    def read(name, dataset):
        return ours("import", dataset, "--from", name, "--out", work / "none", "--dry-run")

    def convert(source, dataset, name, out):
        return ours("convert", dataset, "--from", source, "--to", name, "--out", work / out, "--force")

    mine = convert("label-studio", tasks, "conll", "a.conll")
    row("Label Studio's tasks to CoNLL (label-studio-sdk)", mine, theirs("label_studio_sdk", CONVERTER, tasks, work / "ls", labels))
    xmi = export("xmi", "xmi")
    row("XMI read (dkpro-cassis)", read("xmi", xmi), theirs("cassis", CASSIS, xmi))
    (work / "xmi-theirs").mkdir()
    mine = convert("xmi", xmi, "xmi", "xmi-ours")
    row("XMI read and written (dkpro-cassis)", mine, theirs("cassis", CASSIS, xmi, work / "xmi-theirs"))
    conllu = export("conllu", "c.conllup")
    row("CoNLL-U Plus read (conllu)", read("conllu", conllu), theirs("conllu", CONLLU, conllu))
    lines = export("datasets", "lines.jsonl")
    mine = convert("datasets", lines, "docbin", "ours.spacy")
    row("JSON lines to DocBin (spaCy)", mine, theirs("spacy", SPACY, lines, work / "theirs.spacy"))
    mine = convert("datasets", lines, "parquet", "ours.parquet")
    row("JSON lines to Parquet (datasets, Arrow)", mine, theirs("datasets", DATASETS, lines, work / "theirs.parquet", work / "cache"))
    shutil.rmtree(work)


HASHIYA = os.path.realpath(sys.argv[1])
main()
