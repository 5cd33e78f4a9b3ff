"""Holds the statistics of a project to what DuckDB and pandas count in what was exported of it."""

import collections
import json
import pathlib
import sys

import duckdb
import pandas

work = pathlib.Path(sys.argv[1])
failures = []
compared = 0

documents = [json.loads(line) for line in (work / "counted.jsonl").read_text("utf-8").splitlines()]
# What stands between blanks: Python's blanks but for the four separators that Unicode does not call White_Space.
BLANK = "".join(c for c in map(chr, range(0x3001)) if c.isspace() and not "\x1c" <= c <= "\x1f")


def words(text):
    return len("".join(" " if c in BLANK else c for c in text).split(" ")) - "".join(
        " " if c in BLANK else c for c in text
    ).split(" ").count("")


def pieces(span):
    return [(part["start"], part["end"]) for part in span.get("parts", [span])]


rows = []
for number, document in enumerate(documents):
    text = document["text"]
    for span in document["spans"]:
        parts = pieces(span)
        quote = text[parts[0][0] : parts[0][1]] if len(parts) == 1 else None
        rows.append(
            {
                "document": number,
                "name": document["id"],
                "state": document["state"],
                "label": span["label"],
                "annotator": span["annotator"],
                "created": span["created"],
                "untouched": span["provenance"].startswith("imported:") and span["created"] == span["modified"],
                "words": sum(words(text[a:b]) for a, b in parts),
                "characters": sum(b - a for a, b in parts),
                "start": parts[0][0],
                "end": parts[-1][1],
                "quote": quote,
                "attributes": span.get("attributes") or {},
            }
        )
spans = pandas.DataFrame(rows)
base = spans.drop(columns=["attributes"])
db = duckdb.connect()
db.register("spans", base)


def same(name, ours, theirs):
    global compared
    compared += len(theirs)
    if ours != theirs:
        missing = {key: (ours.get(key), theirs.get(key)) for key in set(ours) | set(theirs) if ours.get(key) != theirs.get(key)}
        failures.append(f"{name}: {list(missing.items())[:5]}")


def query(sql):
    return db.execute(sql).fetchall()


def csv(name):
    return pandas.read_csv(work / f"{name}.csv", encoding="utf-8-sig", keep_default_na=False, dtype=str)


# A cell that begins as a formula does has an apostrophe before it.
def bare(cell):
    return cell[1:] if cell.startswith("'") and cell.lstrip("'")[:1] in "=+-@\t\r\n＝＋－＠" and cell.lstrip("'") else cell


labels = csv("stats-labels")
same(
    "labels",
    {bare(row.label): (int(row.annotations), int(row.documents)) for row in labels.itertuples() if int(row.annotations)},
    {label: (n, d) for label, n, d in query("select label, count(*), count(distinct document) from spans group by label")},
)
strings = {(label, quote): n for label, quote, n in query("select label, quote, count(*) from spans where quote is not null group by all")}
strings = {
    key: n for key, n in strings.items() if len(key[1].encode()) <= 200 and any(c not in BLANK for c in key[1])
}
vocabulary = csv("stats-vocabulary")
ours = collections.Counter()
for row in vocabulary.itertuples():
    ours[bare(row.label), bare(row.string)] += int(row.annotations)
# What holds no token, such as controls alone, is no string of ours.
theirs = {key: n for key, n in strings.items() if key in ours or any(c.isalnum() for c in key[1])}
same("vocabulary", {key: n for key, n in ours.items()}, theirs)

lengths = {}
for row in csv("stats-lengths").itertuples(index=False):
    label, unit, count, least, median, mean, high, most = row
    lengths[bare(label), unit] = (int(count), int(least), float(median), round(float(mean), 9), int(high), int(most))
theirs = {}
for unit in ("words", "characters"):
    sql = f"""select label, count(*), min({unit}), quantile_cont({unit}, 0.5), avg({unit}), quantile_disc({unit}, 0.95), max({unit})
        from spans group by label"""
    for label, count, least, median, mean, high, most in query(sql):
        theirs[label, unit] = (count, least, float(median), round(float(mean), 9), int(high), most)
same("lengths", lengths, theirs)

table = csv("stats-documents")
same(
    "documents",
    {bare(row.id): (bare(row.state), int(row.words), int(row.characters), int(row.annotations)) for row in table.itertuples()},
    {d["id"]: (d["state"], words(d["text"]), len(d["text"]), len(d["spans"])) for d in documents},
)
states = collections.Counter(d["state"] for d in documents)
same("states", {row.state: int(row.documents) for row in csv("stats-states").itertuples() if int(row.documents)}, dict(states))

# From Parquet and CSV, as DuckDB reads them by itself.
parquet = str(work / "counted.parquet")
count = query(f"select count(*) from read_parquet('{parquet}')")[0][0]
same("parquet", {"documents": json.loads((work / "stats-document.json").read_text("utf-8"))["totals"]["documents"]}, {"documents": count})
table = csv("counted")
by_label = table[table["kind"] == "span"].groupby("label").size()
same("csv", {bare(row.label): int(row.annotations) for row in labels.itertuples() if int(row.annotations)}, {bare(k): int(v) for k, v in by_label.items()})


def cells(columns):
    table = csv(f"cells-{columns}")
    return {(bare(row.row), bare(row.column)): int(row.annotations) for row in table.itertuples()}


id_of = {bare(row.document): bare(row.id) for row in csv("stats-documents").itertuples()}
same(
    "label × document",
    {(label, id_of[document]): n for (label, document), n in cells("document").items()},
    {(label, name): n for label, name, n in query("select label, name, count(*) from spans group by all")},
)
for columns in ("annotator", "state"):
    theirs = {(label, value): n for label, value, n in query(f"select label, {columns}, count(*) from spans group by all")}
    same(f"label × {columns}", cells(columns), theirs)
same(
    "label × day",
    cells("day-made"),
    {(label, day): n for label, day, n in query("select label, left(created, 10), count(*) from spans group by all")},
)
days = json.loads((work / "stats-document.json").read_text("utf-8"))["days"]
same(
    "days",
    {row["day"]: row["made"] for row in days if row["made"]},
    dict(query("select left(created, 10), count(*) from spans where not untouched group by all")),
)


def written(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


attributes = collections.Counter()
for row in rows:
    values = row["attributes"]
    # Attributes stand under their names; long values are counted by their beginning.
    for name, value in values.items():
        text = written(value).encode()[:200].decode("utf-8", "ignore")
        attributes[row["label"], f"{name}={text}"] += 1
    if not values:
        attributes[row["label"], ""] += 1
same("label × attribute", cells("attribute"), dict(attributes))

overlaps = collections.Counter()
for _, group in spans.groupby("document"):
    items = list(group.itertuples())
    for one in items:
        found = set()
        for other in items:
            if other.Index == one.Index:
                continue
            if (one.start, one.end) == (other.start, other.end):
                found.add(f"{other.label} same")
            elif one.start == one.end or other.start == other.end:
                continue
            elif other.start <= one.start and one.end <= other.end:
                found.add(f"{other.label} inside")
            elif one.start <= other.start and other.end <= one.end:
                found.add(f"{other.label} around")
            elif one.start < other.end and other.start < one.end:
                found.add(f"{other.label} crossing")
        for name in found or {""}:
            overlaps[one.label, name] += 1
same("label × overlap", cells("overlap"), dict(overlaps))

# Every place of a cell is an annotation of its row's label.
places = {(row["name"], row["label"], row["start"], row["end"]) for row in rows}
pivot = json.loads((work / "stats-document.json").read_text("utf-8"))["pivot"]
for cell in pivot["cells"]:
    for place in cell["places"]:
        compared += 1
        if (id_of[place["document"]], cell["row"], place["start"], place["end"]) not in places:
            failures.append(f"place {place} of {cell['row']} × {cell['column']}")
    if len(cell["places"]) + cell["more"] != cell["annotations"]:
        failures.append(f"places of {cell['row']} × {cell['column']}")

print(f"statistics: {len(documents)} documents, {len(rows)} annotations, {compared} figures compared with DuckDB and pandas")
if failures:
    print("\n".join(failures[:40]), file=sys.stderr)
    sys.exit(1)
