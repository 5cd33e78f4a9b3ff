"""Writes annotated documents as JSON lines, the same each time: the corpus that every validator compares.

usage: corpus.py OUT.jsonl [DOCUMENTS]

Each document is sentences of the templates below in an order that follows from its number. `[LABEL text]` is a span, and two of
one `number:` are pieces of one annotation. Between them they have what datasets go wrong with: characters beyond the BMP, diacritics
and tatweel before spans, nested, overlapping and discontinuous spans, spans over a line end, CRLF, U+2028, control characters,
labels in Arabic and with spaces, two labels that differ by a space alone, a mark at the start of the text, empty documents and
documents without spans.
"""
import json
import random
import re
import sys

TEMPLATES = [
    "وصلت [PER سَلْمى] إلى [LOC القاهرة] صباح [DATE الأحد].",
    "😀 قال [PER أحمد بن [PER علي]] إن [ORG جامعة [LOC تونس]] ستفتح أبوابها 👩‍🔬 في [DATE مارس].",
    "زار [1:ORG وفدا جامعتي] القاهرة [1:ORG وتونس] مدينة [LOC فـــاس] معًا.",
    "اشترى [اسم علم يوسف] [عدد سبعة] كتب من [مكان عام سوق الورّاقين] قرب النهر.",
    "تُعنى [ORG هيئة\nالأرصاد] برصد [EVENT العاصفة الكبرى] كل شتاء.",
    "عاد [PER منير]\u2028ثم سافر إلى [LOC وهران] و[LOC عنّابة].",
    "كتبت [PER Layla Haddad] in [LOC Amman] about [EVENT معرض الكتاب 2026] يومَها.",
    "هَطَلَ المَطَرُ على [LOC جِبالِ الأَطْلَس] طَوالَ [DATE ليلِ الجُمعة].",
    "بين [PER نور] و[2:EVENT اجتماع] طويل ثم [2:EVENT ختام] قصير مرّت [DATE ثلاثة أيام].",
    "سُجّل الرقم [NUM ٤٥٫٧] ثم [NUM 1,250] في الجدول\tالثاني.",
    "لم يحدث شيء يُذكر في ذلك المساء الهادئ.",
    "قرأ [نوع أ كتابًا] ثم [نوعأ صحيفة] ثم نام.",
    "𞤀 سمع [PER بدر] الخبر من [ORG إذاعة [LOC مراكش] الحرة] فابتسم.",
]
LABELS = sorted(["PER", "LOC", "ORG", "DATE", "EVENT", "NUM", "اسم علم", "عدد", "مكان عام", "نوع أ", "نوعأ"], key=len, reverse=True)


def parse(template):
    """The text, and pieces as (start, end, label, number) in code points."""
    text, open_spans, pieces, at = "", [], [], 0
    while at < len(template):
        char = template[at]
        if char == "[":
            number = re.match(r"(\d+):", template[at + 1 :])
            at += 1 + (number.end() if number else 0)
            label = next(label for label in LABELS if template.startswith(label + " ", at))
            at += len(label) + 1
            open_spans.append((len(text), label, number.group(1) if number else None))
        elif char == "]":
            start, label, number = open_spans.pop()
            pieces.append((start, len(text), label, number))
            at += 1
        else:
            text += char
            at += 1
    return text, pieces


def document(number, rng):
    text = "\ufeff" if number % 40 == 7 else ""
    spans = []
    end_of_line = "\r\n" if number % 3 == 0 else "\n"
    count = 0 if number % 50 == 9 else rng.randrange(1, 9)
    for _ in range(count):
        sentence, pieces = parse(rng.choice(TEMPLATES))
        begin = len(text)
        text += sentence + end_of_line
        joined = {}
        for start, end, label, group in pieces:
            key = (group, label) if group else object()
            joined.setdefault(key, []).append((begin + start, begin + end, label))
        for parts in joined.values():
            parts.sort()
            spans.append({"start": parts[0][0], "end": parts[-1][1], "label": parts[0][2], "parts": parts})
    if number % 50 == 19:
        # Overlap without nesting: the last two words of a span and the word behind it.
        text += "مدينة العلوم الحديثة تستقبل زوّارها" + end_of_line
        begin = len(text) - len("مدينة العلوم الحديثة تستقبل زوّارها") - len(end_of_line)
        spans.append({"start": begin, "end": begin + 20, "label": "ORG", "parts": [(begin, begin + 20, "ORG")]})
        spans.append({"start": begin + 6, "end": begin + 27, "label": "EVENT", "parts": [(begin + 6, begin + 27, "EVENT")]})
    if number % 50 == 29:
        text += "رمز\u0001تحكّم\u000bهنا"
    if number % 50 == 39:
        spans = []
    rows, relations = [], []
    for at, span in enumerate(sorted(spans, key=lambda span: (span["start"], -span["end"]))):
        row = {
            "id": f"s{at + 1}",
            "start": span["start"],
            "end": span["end"],
            "label": span["label"],
            "text": text[span["start"] : span["end"]],
            "annotator": ["ليلى", "منى"][number % 2],
        }
        if len(span["parts"]) > 1:
            row["parts"] = [{"start": s, "end": e, "text": text[s:e]} for s, e, _ in span["parts"]]
        if span["label"] == "LOC" and at % 2 == 0:
            row["attributes"] = {"kind": ["city", "مدينة كبيرة"][at % 4 // 2], "certain": True}
        if span["label"] == "PER" and at % 3 == 0:
            row["note"] = "اسم يرد \"مرتين\"\nفي النص"
        rows.append(row)
    people = [row["id"] for row in rows if row["label"] == "PER"]
    places = [row["id"] for row in rows if row["label"] == "LOC"]
    for at, (source, target) in enumerate(zip(people, places)):
        relations.append({"id": f"r{at + 1}", "type": "lives in", "source": source, "target": target})
    result = {"id": f"وثيقة-{number:03}", "title": f"وثيقة {number}", "text": text, "spans": rows}
    result["state"] = ["new", "in-progress", "done", "rejected"][number % 4]
    result["metadata"] = {"source": f"جريدة {number % 5}", "url": f"https://example.org/{number}?a=1&b=2"}
    if relations:
        result["relations"] = relations
    return result


def main():
    out, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 200
    rng = random.Random(7)
    with open(out, "w", encoding="utf-8", newline="\n") as file:
        for number in range(count):
            file.write(json.dumps(document(number, rng), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
