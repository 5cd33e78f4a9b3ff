#!/usr/bin/env python3
"""Reads the window of Hashiya as a screen reader does, through AT-SPI: the text of the page, the caret by letter, word and
line, a selection, what is said of a new annotation, a dialog with its name and the keyboard.

Usage: tests/validators/screen_reader.py [HASHIYA]

Starts a display (Xvfb), a message bus (dbus-run-session) and the window itself. Needs at-spi2-core, the typelib of AT-SPI for
Python (python3-gi and gir1.2-atspi-2.0, or python3-pyatspi), xvfb, dbus and xdotool; says what is missing and ends with 75.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
INSIDE = "HASHIYA_SCREEN_READER"
SECONDS = 20

# Two paragraphs that run to the left, one that runs to the right, one of several lines, an empty one, CRLF.
TEXT = (
    "قال أحمد لمحمود في القاهرة\r\n"
    "The name محمد is written so\n"
    "\n" + " ".join(["وصل الوفد إلى المدينة مساء أمس قادما من الرياض"] * 8) + "\n"
)


def missing():
    """What stands in the way, in words."""
    lacks = [name for name in ("Xvfb", "xdotool", "dbus-run-session") if shutil.which(name) is None]
    try:
        import gi

        gi.require_version("Atspi", "2.0")
        from gi.repository import Atspi  # noqa: F401
    except (ImportError, ValueError):
        lacks.append("AT-SPI for Python (python3-pyatspi)")
    if not pathlib.Path("/usr/share/dbus-1/services/org.a11y.Bus.service").exists():
        lacks.append("the bus of AT-SPI (at-spi2-core)")
    return lacks


def outside():
    """Starts this script again with a display and a bus of its own."""
    lacks = missing()
    system = "/usr/bin/python3"
    if lacks == ["AT-SPI for Python (python3-pyatspi)"] and os.path.exists(system) and not os.environ.get(INSIDE + "_AGAIN"):
        # Its modules belong to the Python of the system, which need not be the first.
        os.environ[INSIDE + "_AGAIN"] = "1"
        os.execv(system, [system, *sys.argv])
    if lacks:
        print("no screen reader was tried; missing: " + ", ".join(lacks), file=sys.stderr)
        sys.exit(75)
    read, write = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1400x900x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    number = os.read(read, 16).decode().strip()
    if not number:
        print("no display can be started; no screen reader was tried", file=sys.stderr)
        sys.exit(75)
    environment = {**os.environ, INSIDE: "1", "DISPLAY": ":" + number, "LIBGL_ALWAYS_SOFTWARE": "1", "NO_AT_BRIDGE": "0"}
    environment.pop("WAYLAND_DISPLAY", None)
    try:
        # The bus tells on the same stream of each service that it starts.
        ran = subprocess.run(
            ["dbus-run-session", "--", sys.executable, *sys.argv], env=environment, stderr=subprocess.PIPE, text=True
        )
    finally:
        screen.terminate()
        screen.wait()
    if ran.returncode != 0:
        print(ran.stderr, file=sys.stderr)
    sys.exit(ran.returncode)


if INSIDE not in os.environ:
    outside()

import gi  # noqa: E402

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

EVENTS = [
    "object:text-caret-moved",
    "object:text-selection-changed",
    "object:announcement",
    "object:state-changed:focused",
]
HEARD = []


def hear(event):
    HEARD.append((event.type, event.source, event.detail1, event.any_data))


def turn(seconds=0.02):
    """Lets events come in."""
    until = time.monotonic() + seconds
    while True:
        while GLib.MainContext.default().iteration(False):
            pass
        if time.monotonic() >= until:
            return
        time.sleep(0.005)


def wait(what, done):
    """What `done` gives, once it gives something."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        turn()
        try:
            found = done()
        except GLib.Error:
            found = None
        if found:
            return found
    sys.exit(f"FAILED: waited in vain for {what}; heard {[(t, d, a) for t, _, d, a in HEARD[-8:]]}")


def check(what, seen, expected):
    if seen != expected:
        sys.exit(f"FAILED: {what}: {seen!r} and not {expected!r}")


def press(*keys):
    HEARD.clear()
    subprocess.run(["xdotool", "key", "--delay", "15", *keys], check=True)


def below(node):
    node.clear_cache()
    for at in range(node.get_child_count()):
        child = node.get_child_at_index(at)
        if child is not None:
            yield child
            yield from below(child)


def heard(kind):
    return [(source, detail, data) for name, source, detail, data in HEARD if name.startswith(kind)]


def told():
    """What is said without being looked for. A value has another type in some versions."""
    return [data if isinstance(data, str) else str(data) for _, _, data in heard("object:announcement")]


def focused():
    found = [source for source, is_on, _ in heard("object:state-changed:focused") if is_on]
    return found[-1] if found else None


def above(node, role):
    while node is not None and node.get_role() != role:
        node = node.get_parent()
    return node


def graphemes(text):
    """Places of a caret in `text`, of which no letter bears marks: between characters, and not within CRLF."""
    return [at for at in range(len(text) + 1) if text[at - 1 : at + 1] != "\r\n" or at == 0]


def started(hashiya, folder):
    """The window on the document, and what it is to AT-SPI."""
    status = Gio.DBusProxy.new_for_bus_sync(
        Gio.BusType.SESSION, 0, None, "org.a11y.Bus", "/org/a11y/bus", "org.freedesktop.DBus.Properties", None
    )
    for name in ("IsEnabled", "ScreenReaderEnabled"):
        value = GLib.Variant("(ssv)", ("org.a11y.Status", name, GLib.Variant("b", True)))
        status.call_sync("Set", value, 0, -1, None)
    Atspi.init()
    listener = Atspi.EventListener.new(hear)
    for name in EVENTS:
        listener.register(name)
    (folder / "conf").mkdir()
    settings = '(version: 1, settings: (theme: Light, language: English, annotator: "reader", zoom: 1.0))'
    (folder / "conf" / "settings.ron").write_text(settings, encoding="utf-8")
    document = folder / "text.txt"
    document.write_bytes(TEXT.encode("utf-8"))
    environment = {**os.environ, "HASHIYA_CONFIG_DIR": str(folder / "conf"), "LANG": "en_US.UTF-8"}
    said = folder / "stderr"
    window = subprocess.Popen([hashiya, str(document)], env=environment, stderr=said.open("wb"))
    find = ["xdotool", "search", "--onlyvisible", "--pid", str(window.pid), "--name", "."]

    def shown():
        if window.poll() is not None:
            print(said.read_text(encoding="utf-8", errors="replace"), file=sys.stderr)
            sys.exit(f"FAILED: the window ended with {window.returncode}")
        return subprocess.run(find, capture_output=True, text=True).stdout.split()

    for number in wait("a window", shown)[:1]:
        subprocess.run(["xdotool", "windowfocus", "--sync", number], check=False)

    def page():
        desktop = Atspi.get_desktop(0)
        desktop.clear_cache()
        for at in range(desktop.get_child_count()):
            application = desktop.get_child_at_index(at)
            if application is None:
                continue
            for node in below(application):
                if node.get_role() == Atspi.Role.DOCUMENT_FRAME and "Text" in node.get_interfaces() and Atspi.Text.get_text(node, 0, -1) == TEXT:
                    return node
        return None

    return window, listener, wait("a page that is a text", page)


def read(page):
    said = []
    count = Atspi.Text.get_character_count(page)
    check("characters of the page", count, len(TEXT))
    first = Atspi.Text.get_string_at_offset(page, 3, Atspi.TextGranularity.PARAGRAPH)
    check("the first paragraph", first.content, TEXT.split("\n")[0] + "\n")
    said.append(f"paragraph read: {first.content.strip()}")

    # By letter: to the left in the first paragraph, over CRLF, then to the right in the next.
    press("ctrl+Home")
    wait("the caret at the start", lambda: Atspi.Text.get_caret_offset(page) == 0)
    places = graphemes(TEXT)
    latin = TEXT.index("The")
    for expected in places[1:36]:
        press("Left" if expected <= latin else "Right")
        wait(f"the caret at {expected}", lambda: [d for _, d, _ in heard("object:text-caret-moved") if d == expected])
        check("caret", Atspi.Text.get_caret_offset(page), expected)
        letter = Atspi.Text.get_string_at_offset(page, expected, Atspi.TextGranularity.CHAR).content
        following = places[places.index(expected) + 1]
        check(f"the letter at {expected}", letter, TEXT[expected:following])
    said.append("caret by letter: 35 presses, 35 places and letters right, to the left, over CRLF and to the right")

    # By word, to the end of each.
    press("ctrl+Home")
    wait("the caret at the start", lambda: Atspi.Text.get_caret_offset(page) == 0)
    words, at = TEXT.split("\r\n")[0].split(" "), 0
    for word in words:
        at = TEXT.index(word, at) + len(word)
        press("ctrl+Left")
        wait(f"the caret after {word}", lambda: Atspi.Text.get_caret_offset(page) == at)
        inside = Atspi.Text.get_string_at_offset(page, at - 1, Atspi.TextGranularity.WORD)
        check("the word before the caret", inside.content.strip(), word)
    said.append(f"caret by word: {len(words)} words right")

    # By line: each line that is told is a stretch of the text, and all of them are the text.
    press("ctrl+Home")
    wait("the caret at the start", lambda: Atspi.Text.get_caret_offset(page) == 0)
    lines = [Atspi.Text.get_string_at_offset(page, 0, Atspi.TextGranularity.LINE)]
    while sum(len(line.content) for line in lines) < len(TEXT):
        before = Atspi.Text.get_caret_offset(page)
        press("Down", "Home")
        wait("another line", lambda: Atspi.Text.get_caret_offset(page) != before)
        start = lines[-1].end_offset
        wait(f"the caret at the line that begins at {start}", lambda: Atspi.Text.get_caret_offset(page) == start)
        lines.append(Atspi.Text.get_string_at_offset(page, start, Atspi.TextGranularity.LINE))
        check("a line", lines[-1].content, TEXT[lines[-1].start_offset : lines[-1].end_offset])
    check("all lines", "".join(line.content for line in lines), TEXT)
    broken = [line for line in lines if not line.content.endswith("\n")]
    if not broken:
        sys.exit("FAILED: no line was broken for want of room; the test asks less than it should")
    said.append(f"caret by line: {len(lines)} lines, {len(broken)} of them broken for want of room")
    return said


def act(page):
    said = []
    # A selection, heard.
    press("ctrl+Home")
    wait("the caret at the start", lambda: Atspi.Text.get_caret_offset(page) == 0)
    press("ctrl+Left")
    wait("the caret after a word", lambda: Atspi.Text.get_caret_offset(page) == 3)
    press("shift+ctrl+Left")
    wait("a selection", lambda: heard("object:text-selection-changed") and Atspi.Text.get_n_selections(page) == 1)
    selected = Atspi.Text.get_selection(page, 0)
    check("selected", TEXT[selected.start_offset : selected.end_offset].strip(), "أحمد")
    said.append("selection heard: أحمد")

    # One that the reader makes.
    if not Atspi.Text.set_selection(page, 0, 4, 8):
        sys.exit("FAILED: the reader may not select")
    wait("the reader's selection", lambda: Atspi.Text.get_n_selections(page) == 1 and Atspi.Text.get_caret_offset(page) == 8)

    press("1")
    spoken = wait("an annotation being told", lambda: [text for text in told() if "PER" in text and "أحمد" in text])
    said.append(f"annotation told: {spoken[0]}")
    mark = wait("the annotation", lambda: [n for n in below(page) if (n.get_name() or "").startswith("PER: أحمد")])[0]
    said.append(f"annotation found below the page: {mark.get_name()}")
    press("ctrl+z")
    spoken = wait("undo being told", lambda: [text for text in told() if "أحمد" in text])
    said.append(f"undo told: {spoken[0]}")
    if not Atspi.Text.set_caret_offset(page, 12):
        sys.exit("FAILED: the reader may not set the caret")
    wait("the reader's caret", lambda: Atspi.Text.get_caret_offset(page) == 12)
    said.append("caret and selection set by the reader")

    # A dialog: its name, the keyboard in it, and back.
    press("F1")
    inside = wait("the keyboard in a dialog", lambda: focused() is not None and above(focused(), Atspi.Role.DIALOG) and focused())
    dialog = above(inside, Atspi.Role.DIALOG)
    if not dialog.get_name():
        sys.exit("FAILED: the dialog has no name")
    if not dialog.get_state_set().contains(Atspi.StateType.MODAL):
        sys.exit("FAILED: the dialog is not modal")
    said.append(f"dialog opened: {dialog.get_name()}, keyboard on: {inside.get_name()} ({inside.get_role_name()})")
    press("Escape")
    back = wait("the keyboard back on the page", lambda: focused() is not None and focused().get_role() == Atspi.Role.DOCUMENT_FRAME)
    check("the keyboard is back", bool(back), True)
    check("the caret is where it was", Atspi.Text.get_caret_offset(page), 12)
    said.append("dialog closed: keyboard and caret back on the page")

    # A field.
    press("ctrl+f")
    field = wait("a field", lambda: focused() is not None and focused().get_role() == Atspi.Role.ENTRY and focused())
    subprocess.run(["xdotool", "type", "--delay", "15", "abc de"], check=True)
    wait("what was typed", lambda: Atspi.Text.get_text(field, 0, -1) == "abc de" and Atspi.Text.get_caret_offset(field) == 6)
    press("ctrl+Left")
    wait("the caret of the field", lambda: Atspi.Text.get_caret_offset(field) == 4)
    said.append(f"field read: {field.get_name()}: abc |de")
    return said


def main():
    hashiya = os.path.realpath(sys.argv[1] if len(sys.argv) > 1 else ROOT / "target/release/hashiya")
    with tempfile.TemporaryDirectory() as folder:
        window, listener, page = started(hashiya, pathlib.Path(folder))
        try:
            for line in read(page) + act(page):
                print("  " + line)
        finally:
            window.terminate()
            window.wait()
            del listener
    print("a screen reader finds text, caret, selection, announcements and dialogs")


main()
