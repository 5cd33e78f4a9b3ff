"""Runs the fenced snippets of a page of the guide, `sh` and `python`, in their order and in one folder.

What a snippet prints has to be what the block of `text` below it shows.
Usage: check_guide.py PAGE FOLDER HASHIYA
"""

import os
import re
import subprocess
import sys
from pathlib import Path

FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def main() -> None:
    page, folder, hashiya = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
    blocks = FENCE.findall(page.read_text(encoding="utf-8"))
    environment = dict(
        os.environ,
        PATH=f"{hashiya.parent}{os.pathsep}{os.environ['PATH']}",
        HASHIYA_CONFIG_DIR=str(folder / "settings"),
        HF_HUB_OFFLINE="1",
        HF_HOME=str(folder / "cache"),
        LC_ALL="C.UTF-8",
    )
    ran = {"sh": 0, "python": 0}
    for (kind, code), (shown_kind, shown) in zip(blocks, blocks[1:]):
        if kind not in ran:
            continue
        command = ["sh", "-e", "-c", code] if kind == "sh" else [sys.executable, "-c", code]
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8")
        if done.returncode != 0:
            sys.exit(f"{page.name}: this snippet failed:\n{code}\n{done.stderr}")
        if shown_kind != "text" or done.stdout != shown:
            sys.exit(f"{page.name}: this snippet\n{code}\nprints\n{done.stdout}\nand the page shows\n{shown}")
        ran[kind] += 1
    if ran["sh"] < 5 or ran["python"] < 5:
        sys.exit(f"{page.name}: {ran}; too few snippets were found")
    print(f"guide: {page.parent.name}/{page.name}: {ran['sh']} snippets of the shell and {ran['python']} of Python print what is shown")


main()
