"""Compares what the programs of data scientists find in DocBin, `datasets` and Parquet with what `hashiya list --json` says.

Usage: check_columns.py WHAT FOLDER, in an environment that has what WHAT needs."""

import json
import pathlib
import re
import sys
import listed as said
from listed import document_id, listed_in, places_of

what, work = sys.argv[1], pathlib.Path(sys.argv[2])
failures = []

listed = listed_in(work / "docs")
expected = places_of(listed)


def compare(name, found, wanted=expected):
    return said.compare(name, found, wanted, failures)


def docbin():
    """spaCy: the text, all spans of one piece in the group, widened where the report says so, and entities of those without overlap."""
    import spacy
    from spacy.tokens import DocBin
    from spacy.training import Corpus

    report = json.loads((work / "docbin.json").read_text("utf-8"))
    moved = {
        (place["document"], place["id"])
        for group in report["losses"]
        for place in group["places"]
        if re.search("its edges lie inside a token|the spaces at its edges", place["message"])
    }
    nlp = spacy.blank("ar")
    docs = [doc for path in sorted((work / "docbin").glob("*.spacy")) for doc in DocBin().from_disk(path).get_docs(nlp.vocab)]
    found, wanted, widened, entities = [], set(), 0, 0
    for doc in docs:
        ident = doc.user_data["id"]
        rows = {row["id"]: row for row in listed[ident]}
        contiguous = {key: row for key, row in rows.items() if "parts" not in row}
        for span in doc.spans["sc"]:
            row = contiguous.pop(span.id_)
            place = (span.start_char, span.end_char)
            if span.label_ != row["label"] or doc.text[place[0] : place[1]] != span.text:
                failures.append(f"docbin {ident}: {span}")
            if (ident, span.id_) in moved:
                widened += 1
            elif place != (row["start"], row["end"]):
                failures.append(f"docbin {ident}: {span.id_} at {place}, not {row}")
        if contiguous:
            failures.append(f"docbin {ident}: {sorted(contiguous)} are missing")
        group = {(span.start, span.end, span.label_, span.id_) for span in doc.spans["sc"]}
        for entity in doc.ents:
            entities += 1
            if (entity.start, entity.end, entity.label_, entity.id_ or entity.ent_id_) not in group:
                failures.append(f"docbin {ident}: entity {entity} {entity.ent_id_}")
        found.append(ident)
        for key, row in rows.items():
            if "parts" not in row and (ident, key) not in moved and doc.text[row["start"] : row["end"]] != row["text"]:
                failures.append(f"docbin {ident}: the text at {row}")
    if sorted(found) != sorted(listed):
        failures.append(f"docbin: {found}")
    spans = sum(len(doc.spans["sc"]) for doc in docs)
    examples = list(Corpus(work / "docbin")(nlp))
    if len(examples) != len([doc for doc in docs if len(doc)]):
        failures.append(f"docbin: {len(examples)} examples of {len(docs)}")
    longest = list(DocBin().from_disk(work / "longest.spacy").get_docs(nlp.vocab))
    print(f"spaCy: {len(docs)} documents, {spans} spans ({widened} told to be moved to tokens), {entities} entities,", end=" ")
    print(f"{sum(len(doc.ents) for doc in longest)} where the longest goes first, {len(examples)} examples to train with")


def spans_of(rows, name):
    """The spans of rows, whoever read them; each is held to its text and its quotes."""
    found, relations = [], 0
    for row in rows:
        text = row["text"]
        for span in row["spans"]:
            parts = [(part["start"], part["end"]) for part in span["parts"]] or [(span["start"], span["end"])]
            quotes = [part["text"] for part in span["parts"]] or [span["text"]]
            if [text[start:end] for start, end in parts] != quotes or text[span["start"] : span["end"]] != span["text"]:
                failures.append(f"{name} {row['id']}: {span}")
            found.append((row["id"], span["label"], tuple(parts)))
        ids = {span["id"] for span in row["spans"]}
        relations += sum(link["source"] in ids and link["target"] in ids for link in row["relations"])
    return f"{compare(name, found)}, {relations} relations"


def datasets():
    """`datasets`: Parquet and JSON lines, one file and a folder, and that numbers of labels are their names."""
    import datasets as library
    from datasets import ClassLabel, load_dataset

    cache = str(work / f"cache-{library.__version__}")
    features = None
    for folder in ("parquet", "small-parquet"):
        table = load_dataset(str(work / folder), split="train", cache_dir=cache)
        features = table.features
        span = features["spans"]
        span = span[0] if isinstance(span, list) else getattr(span, "feature", span)
        if not isinstance(span["label_id"], ClassLabel):
            failures.append(f"datasets {folder}: {span['label_id']}")
        for row in table:
            for one in row["spans"]:
                if span["label_id"].int2str(one["label_id"]) != one["label"]:
                    failures.append(f"datasets {folder}: {one}")
        print(f"datasets {library.__version__}, {folder}: {len(table)} rows,", spans_of(table, f"datasets {folder}"))
    one = load_dataset("parquet", data_files=str(work / "dataset.parquet"), split="train", cache_dir=cache, streaming=True)
    print(f"datasets {library.__version__}, a stream of one file:", spans_of(one, "datasets stream"))
    for said in (None, features):
        lines = load_dataset("json", data_files=str(work / "datasets/*.jsonl"), split="train", cache_dir=cache, features=said)
        how = "with" if said else "without"
        print(f"datasets {library.__version__}, JSON lines {how} features:", spans_of(lines, "datasets JSON lines"))
    # What the library writes itself comes back to us.
    table.to_parquet(str(work / f"theirs-{library.__version__}.parquet"))


def tables():
    """DuckDB, Polars, pandas and Spark read the files of a folder as one table."""
    import duckdb
    import pandas
    import polars

    pattern = str(work / "small-parquet/*.parquet")
    rows = duckdb.sql(f"select * from read_parquet('{pattern}')")
    names = [column[0] for column in rows.description]
    print("DuckDB:", spans_of([dict(zip(names, row)) for row in rows.fetchall()], "DuckDB"))
    count = duckdb.sql(f"select count(*) from (select unnest(spans) from read_parquet('{pattern}'))").fetchall()[0][0]
    if count != len(expected):
        failures.append(f"DuckDB: {count} spans")
    lines = duckdb.sql(f"select * from read_json('{work}/datasets/*.jsonl')")
    names = [column[0] for column in lines.description]
    print("DuckDB, JSON lines:", spans_of([dict(zip(names, row)) for row in lines.fetchall()], "DuckDB JSON"))
    frame = polars.read_parquet(pattern)
    print("Polars:", spans_of(frame.to_dicts(), "Polars"))
    frame.write_parquet(work / "polars.parquet", compression="snappy")
    frame = pandas.read_parquet(work / "small-parquet")
    print("pandas:", f"{len(frame)} rows, {sum(map(len, frame['spans']))} spans")
    frame.to_parquet(work / "pandas.parquet")


def spark():
    """Spark, where there is a Java to run it."""
    from pyspark.sql import SparkSession

    session = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    rows = [row.asDict(recursive=True) for row in session.read.parquet(str(work / "small-parquet")).collect()]
    print("Spark:", spans_of(rows, "Spark"))
    session.stop()


def back():
    """What other programs wrote of our files comes back to the same spans."""
    for path in sorted((work / "back").glob("*")):
        found = []
        for file in path.glob("*.json"):
            ident = document_id(file)
            for row in json.loads(file.read_text("utf-8")):
                parts = tuple((part["start"], part["end"]) for part in row.get("parts", [row]))
                found.append((ident, row["label"], parts))
        print(f"{path.name}, read again:", compare(path.name, found))


{"docbin": docbin, "datasets": datasets, "tables": tables, "spark": spark, "back": back}[what]()
for failure in failures:
    print("FAILED", failure)
sys.exit(bool(failures))
