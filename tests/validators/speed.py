"""Times programs by others on the text that our own benchmark lays out, in the same minutes on the same machine.

usage: speed.py LAYOUT_BENCHMARK [MEGABYTES]      the binary that `cargo bench --bench layout --no-run` names

Prints megabytes of UTF-8 a second: ours (shaping, bidi, lines broken, glyphs placed), HarfBuzz (shaping alone, by
`hb-shape` and by uharfbuzz, whichever is there), and for headless Chromium the milliseconds to lay out the whole page,
to show one more highlight, and to scroll, with ten thousand highlights on it.
"""
import html
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2] / "fonts"
FONTS = {
    "Noto Naskh Arabic": "noto-naskh-arabic/NotoNaskhArabic-Regular.ttf",
    "Amiri": "amiri/Amiri-Regular.ttf",
}
CHROMIUM = (
    "chromium --headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update "
    "--disable-sync --no-first-run --allow-file-access-from-files --remote-debugging-port=0 --enable-logging=stderr"
).split()
SCRIPT = """
const frame = () => new Promise(done => requestAnimationFrame(() => setTimeout(done, 0)));
const median = list => list.sort((a, b) => a - b)[list.length >> 1];
(async () => {
  await document.fonts.load('22px Reading', 'نص'); await document.fonts.ready;
  const all = document.getElementById('all');
  const t0 = performance.now();
  all.style.display = 'block';
  const height = all.offsetHeight;
  const t1 = performance.now();
  const paragraphs = all.children, marks = new Highlight();
  for (let i = 0; i < 10000; i++) {
    const node = paragraphs[Math.floor(i * paragraphs.length / 10000)].firstChild;
    if (!node || node.length < 40) continue;
    const range = document.createRange();
    range.setStart(node, i % 20); range.setEnd(node, i % 20 + 12);
    marks.add(range);
  }
  CSS.highlights.set('mark', marks);
  await frame();
  const t2 = performance.now();
  const added = [];
  for (let i = 0; i < 15; i++) {
    const node = paragraphs[i].firstChild;
    if (!node || node.length < 20) continue;
    const start = performance.now();
    const range = document.createRange();
    range.setStart(node, 2); range.setEnd(node, 12);
    marks.add(range);
    await frame();
    added.push(performance.now() - start);
  }
  const scrolled = [];
  for (let i = 0; i < 60; i++) {
    const start = performance.now();
    window.scrollBy(0, 800);
    await frame();
    scrolled.push(performance.now() - start);
  }
  const bytes = new TextEncoder().encode(all.textContent).length;
  console.log('RESULT' + JSON.stringify({
    bytes, height, layout: t1 - t0, highlights: t2 - t1, added: median(added), scrolled: median(scrolled)
  }) + 'END');
})();
"""


def ours(binary, text, megabytes):
    run = subprocess.run([binary, "--bench", "--write", text, "--megabytes", str(megabytes)], capture_output=True, check=True)
    return run.stdout.decode()


def hb_shape(font, text):
    if not shutil.which("hb-shape"):
        return None
    command = ["hb-shape", f"--font-file={ROOT / FONTS[font]}", f"--text-file={text}", "--output-file=/dev/null"]
    command += ["--no-glyph-names", "--no-clusters", "--no-positions", "--no-advances"]
    start = time.perf_counter()
    subprocess.run(command, check=True)
    return time.perf_counter() - start


def uharfbuzz(font, lines):
    try:
        import uharfbuzz as hb
    except ImportError:
        return None
    face = hb.Font(hb.Face(hb.Blob.from_file_path(str(ROOT / FONTS[font]))))
    start = time.perf_counter()
    for line in lines:
        buffer = hb.Buffer()
        buffer.add_str(line)
        buffer.direction, buffer.script, buffer.language = "rtl", "Arab", "ar"
        hb.shape(face, buffer)
    return time.perf_counter() - start


def chromium(font, lines):
    if not shutil.which("chromium"):
        return None
    body = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    page = f"""<!doctype html><html lang=ar dir=rtl><meta charset=utf-8><style>
        @font-face{{font-family:Reading;src:url(file://{ROOT / FONTS[font]})}}
        #all{{display:none;width:700px;font:22px/2.2 Reading}} p{{margin:0;white-space:pre-wrap}}
        ::highlight(mark){{background:#fd8}}</style><body><div id=all>{body}</div><script>{SCRIPT}</script>"""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "page.html"
        path.write_text(page, encoding="utf8")
        command = CHROMIUM + [f"--user-data-dir={folder}/profile", f"file://{path}"]
        # The page says on the console what it measured; until then the browser is left alone.
        browser = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace")
        try:
            for line in browser.stderr:
                found = re.search(r"RESULT(\{.*\})END", line.replace('\\"', '"'))
                if found:
                    return json.loads(found.group(1))
        finally:
            browser.terminate()
            browser.wait()
    return None


def main():
    binary, megabytes = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 10
    with tempfile.TemporaryDirectory() as folder:
        text = f"{folder}/text.txt"
        print(ours(binary, text, megabytes))
        data = pathlib.Path(text).read_bytes()
        lines = data.decode().splitlines()
        for font in FONTS:
            for name, seconds in [("hb-shape", hb_shape(font, text)), ("uharfbuzz", uharfbuzz(font, lines))]:
                print(f"{name:<12} {font:<20} " + (f"{len(data) / 1e6 / seconds:8.1f} MB/s" if seconds else "not here"))
        for font in FONTS:
            found = chromium(font, lines)
            print(f"Chromium     {font:<20} " + (", ".join(f"{k} {v:.0f}" for k, v in found.items()) if found else "not here"))


main()
