"""What `hashiya list --json` says of a folder of documents, for the checks of what others find in our datasets."""

import json
import re


def document_id(path):
    return json.loads(re.search(r"^    id: (\".*\"),$", path.with_suffix(".ron").read_text("utf-8"), re.M).group(1))


def listed_in(folder):
    """The rows of each document, by its id: `NAME.json` stands beside `NAME.ron`."""
    return {document_id(path): json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))}


def places_of(listed):
    """(document, label, pieces) of each annotation, in code points."""
    return {
        (ident, row["label"], tuple((part["start"], part["end"]) for part in row.get("parts", [row])))
        for ident, rows in listed.items()
        for row in rows
    }


def compare(name, found, wanted, failures):
    """Holds what was found, a list, to the set that is wanted; what differs is added to the failures."""
    if set(found) != wanted or len(found) != len(set(found)):
        failures.append(f"{name}: {sorted(set(found) ^ wanted, key=str)[:5]}")
    return f"{len(found)} spans, exactly where they were"
