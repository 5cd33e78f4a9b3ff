"""Compares our glyphs with HarfBuzz's (uharfbuzz): ids, clusters, advances, offsets, run by run.

usage: harfbuzz_glyphs.py DUMP_GLYPHS_BINARY TEXT_FILE...      exit 1 on any difference
"""
import json
import pathlib
import subprocess
import sys

import uharfbuzz as hb

ROOT = pathlib.Path(__file__).resolve().parents[2] / "fonts"
FACES = {
    "NotoNaskh": "noto-naskh-arabic/NotoNaskhArabic-Regular.ttf",
    "NotoSans": "noto-sans-arabic/NotoSansArabic-Regular.ttf",
    "Amiri": "amiri/Amiri-Regular.ttf",
    "Scheherazade": "scheherazade-new/ScheherazadeNew-Regular.ttf",
    "Vazirmatn": "vazirmatn/Vazirmatn-Regular.ttf",
    "VazirmatnBold": "vazirmatn/Vazirmatn-Bold.ttf",
    "Symbols": "noto-sans-symbols-2/NotoSansSymbols2-Regular.ttf",
    "Emoji": "noto-color-emoji/NotoColorEmoji-COLRv1.ttf",
}
FONTS = {name: hb.Font(hb.Face(hb.Blob.from_file_path(str(ROOT / path)))) for name, path in FACES.items()}


def shape(run, text, data):
    """HarfBuzz's glyphs of the run, with the whole paragraph as context, clusters in bytes."""
    buffer = hb.Buffer()
    start = len(data[: run["start"]].decode())
    length = len(data[run["start"] : run["end"]].decode())
    buffer.add_codepoints([ord(c) for c in text], item_offset=start, item_length=length)
    buffer.direction = "rtl" if run["rtl"] else "ltr"
    buffer.script = run["script"]
    buffer.language = "ar"
    hb.shape(FONTS[run["face"]], buffer)
    to_byte = [0]
    for c in text:
        to_byte.append(to_byte[-1] + len(c.encode()))
    return [
        [i.codepoint, to_byte[i.cluster], p.x_advance, p.x_offset, p.y_offset]
        for i, p in zip(buffer.glyph_infos, buffer.glyph_positions)
    ]


def main():
    binary, files = sys.argv[1], sys.argv[2:]
    failed = 0
    for font in ["Noto Naskh Arabic", "Noto Sans Arabic", "Amiri", "Scheherazade New"]:
        runs = glyphs = different = 0
        for file in files:
            dump = subprocess.run([binary, "glyphs", font], stdin=open(file, "rb"), capture_output=True, check=True)
            for paragraph in json.loads(dump.stdout):
                text = paragraph["text"]
                data = text.encode()
                for run in paragraph["runs"]:
                    theirs = shape(run, text, data)
                    runs += 1
                    glyphs += len(theirs)
                    if theirs != run["glyphs"]:
                        different += 1
                        if different <= 5:
                            part = data[run["start"] : run["end"]].decode()
                            print(f"{font}: {run['face']} {run['script']} rtl={run['rtl']} {part!r}")
                            for a, b in zip(run["glyphs"] + [None] * 99, theirs):
                                if a != b:
                                    print("   ours", a, "HarfBuzz", b)
                                    break
        failed += different
        print(f"{font}: {runs} runs, {glyphs} glyphs, {different} runs different (HarfBuzz {hb.version_string()})")
    return 1 if failed else 0


sys.exit(main())
