"""Draws the SVG of `hashiya render` with Chromium and compares it with the PNG. Needs chromium, numpy 2 and pillow 12.

Usage: svg_pixels.py HASHIYA FILE.ron…
"""

import pathlib
import re
import subprocess
import sys
import tempfile

import numpy
from PIL import Image

hashiya, *files = sys.argv[1:]
failed = False
for file in files:
    for theme in ("light", "dark"):
        with tempfile.TemporaryDirectory() as folder:
            svg, png, drawn = (pathlib.Path(folder) / name for name in ("a.svg", "a.png", "b.png"))
            for out in (svg, png):
                subprocess.run([hashiya, "render", file, "--out", out, "--theme", theme], check=True, capture_output=True)
            size = re.search(r'width="(\d+)" height="(\d+)"', svg.read_text("utf-8")).groups()
            options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--window-size={','.join(size)}"]
            subprocess.run(["chromium", *options, f"--screenshot={drawn}", svg.as_uri()], check=True, capture_output=True)
            ours, theirs = (numpy.asarray(Image.open(path).convert("RGB")).astype(int) for path in (png, drawn))
            far = (abs(ours - theirs).max(axis=2) > 64).mean() if ours.shape == theirs.shape else 1.0
            print(f"{file} {theme}: {far:.6f} of the pixels differ by more than a quarter")
            failed |= far > 0.001
sys.exit(failed)
