"""Compares our line breaks with headless Chromium's: same font file, size and widths.

usage: chromium_lines.py [WIDTH,WIDTH…] DUMP_GLYPHS_BINARY TEXT_FILE...      prints every difference; exit 1 if there is one
Needs `chromium` on the path. Lines are measured with Range.getClientRects, character by character.
"""
import html
import json
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2] / "fonts"
SIZE = 22
WIDTHS = [int(w) for w in (sys.argv.pop(1) if sys.argv[1:] and sys.argv[1][0].isdigit() else "180,260,333,420,500,577,640,700,815,960").split(",")]
# The same fallback chain as ours.
CHAINS = {
    "Noto Naskh Arabic": ["NotoNaskh", "Vazirmatn", "Amiri", "Scheherazade", "Symbols"],
    "Noto Sans Arabic": ["NotoSans", "Vazirmatn", "Amiri", "NotoNaskh", "Scheherazade", "Symbols"],
    "Amiri": ["Amiri", "NotoNaskh", "Vazirmatn", "Scheherazade", "Symbols"],
    "Scheherazade New": ["Scheherazade", "Amiri", "NotoNaskh", "Vazirmatn", "Symbols"],
}
FILES = {
    "NotoNaskh": "noto-naskh-arabic/NotoNaskhArabic-Regular.ttf",
    "NotoSans": "noto-sans-arabic/NotoSansArabic-Regular.ttf",
    "Amiri": "amiri/Amiri-Regular.ttf",
    "Scheherazade": "scheherazade-new/ScheherazadeNew-Regular.ttf",
    "Vazirmatn": "vazirmatn/Vazirmatn-Regular.ttf",
    "Symbols": "noto-sans-symbols-2/NotoSansSymbols2-Regular.ttf",
    "Emoji": "noto-color-emoji/NotoColorEmoji-COLRv1.ttf",
}
SCRIPT = """
document.fonts.ready.then(() => {
  const out = [];
  for (const p of document.querySelectorAll('p')) {
    const starts = [0];
    const node = p.firstChild;
    if (node) {
      const range = document.createRange();
      let last = null;
      const text = node.data;
      for (let i = 0; i < text.length; ) {
        const n = text.codePointAt(i) > 0xffff ? 2 : 1;
        range.setStart(node, i); range.setEnd(node, i + n);
        const rects = range.getClientRects();
        const r = rects[rects.length - 1];
        if (r && r.height > 0) {
          const line = Math.round(r.bottom / LINE);
          if (last !== null && line > last) starts.push(i);
          if (last === null || line > last) last = line;
        }
        i += n;
      }
    }
    out.push(starts);
  }
  document.title = 'done';
  document.body.textContent = 'RESULT' + JSON.stringify(out) + 'END';
});
"""


def chromium(paragraphs, font):
    """UTF-16 index of the first character of each line of each paragraph, width by width."""
    line = 2000
    faces = "".join(
        # As with us a pictograph is an emoji, though the face of symbols has one as well.
        f"@font-face{{font-family:{name};src:url(file://{ROOT / path})"
        + (";unicode-range:U+0-1F0FF,U+1F100-1F2FF,U+1F650-1F67F" if name == "Symbols" else "")
        + "}"
        for name, path in FILES.items()
    )
    family = ",".join(CHAINS[font] + ["Emoji"])
    body = "".join(f"<p dir=auto style='width:{width}px'>{html.escape(p)}</p>" for width in WIDTHS for p in paragraphs)
    page = f"""<!doctype html><html lang=ar><meta charset=utf-8><style>{faces}
        p{{margin:0;font:{SIZE}px/{line}px {family};white-space:pre-wrap;overflow-wrap:anywhere;
        text-rendering:geometricPrecision;text-align:start}}</style><body>{body}
        <script>const LINE={line};{SCRIPT}</script>"""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "page.html"
        path.write_text(page, encoding="utf8")
        command = (
            "chromium --headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update "
            "--disable-sync --no-first-run --allow-file-access-from-files --virtual-time-budget=200000 --dump-dom"
        ).split()
        command += [f"--user-data-dir={folder}/profile", f"file://{path}"]
        dom = subprocess.run(command, capture_output=True, timeout=600).stdout.decode("utf8", "replace")
    found = re.search(r"RESULT(.*)END", dom, re.S)
    if not found:
        raise SystemExit("Chromium gave no result")
    lines = json.loads(found.group(1))
    return {width: lines[i * len(paragraphs) :][: len(paragraphs)] for i, width in enumerate(WIDTHS)}


def main():
    binary, files = sys.argv[1], sys.argv[2:]
    failed = 0
    for font in CHAINS:
        total = equal = 0
        for file in files:
            paragraphs = [p for p in pathlib.Path(file).read_text(encoding="utf8").split("\n") if p.strip()]
            # Chromium would take these from fonts of the machine, which we do not.
            paragraphs = [p for p in paragraphs if not re.search("[\u0590-\u05ff\u2e80-\u9fff]", p)]
            all_theirs = chromium(paragraphs, font)
            for width, theirs in all_theirs.items():
                dump = subprocess.run(
                    [binary, "lines", font, str(SIZE), str(width)],
                    input="\n".join(paragraphs).encode(),
                    capture_output=True,
                    check=True,
                )
                for paragraph, starts in zip(json.loads(dump.stdout), theirs):
                    text = paragraph["text"]
                    data = text.encode()
                    ours = [len(data[:s].decode().encode("utf-16-le")) // 2 for s in paragraph["starts"]]
                    total += 1
                    if ours == starts:
                        equal += 1
                        continue
                    failed += 1
                    units = text.encode("utf-16-le")
                    i = next((i for i, (a, b) in enumerate(zip(ours + [-1], starts + [-1])) if a != b), 0)
                    at = lambda s: units[2 * s : 2 * s + 24].decode("utf-16-le", "replace") if s >= 0 else "-"
                    a, b = (ours + [-1])[i], (starts + [-1])[i]
                    print(f"{font} {pathlib.Path(file).name} {width}px line {i + 1}: ours {a} {at(a)!r}, theirs {b} {at(b)!r}")
        print(f"{font}: {total} paragraphs at {len(WIDTHS)} widths, {equal} with the same lines")
    return 1 if failed else 0


sys.exit(main())
