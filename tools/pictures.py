"""Takes pictures of Établi from its demo workplace, with Chromium.

    python tools/pictures.py                 the pictures of the documents, in docs/pictures
    python tools/pictures.py --all FOLDER    every page of the menu, at 1280 and 390 px, light and dark
    python tools/pictures.py --smaller FOLDER    the pictures there, taken by the journeys of the tablet, in 128 colours

The demo is that of `make demo` (`.demo`, or ETABLI_HOME); it is loaded when it is not there. The server is our own, on a
port of its own, and ends with this program.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import struct
import subprocess
import sys
import time
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
]
PATIENCE_SECONDS = 60
WIDE, NARROW = (1280, 860), (390, 844)
FINESS = "990001000"
SIGNATURE = b"\x89PNG\r\n\x1a\n"
MOST_COLOURS = 128


@dataclass(frozen=True)
class Shot:
    """One picture of the documents: its name, who looks (at the first screen of her role), how wide, in which theme."""

    name: str
    username: str
    size: tuple[int, int] = WIDE
    theme: str = "light"


SHOTS = (
    Shot("dashboard", "direction"),
    Shot("attendance", "chef-de-service", theme="dark"),
)


def etabli(*words: str) -> list[str]:
    return [sys.executable, "-m", "etabli.config.cli", *words]


def environment() -> dict[str, str]:
    home = os.environ.get("ETABLI_HOME") or str(ROOT / ".demo")
    return {**os.environ, "ETABLI_HOME": home, "ETABLI_LANGUAGE": "en"}


def passwords() -> dict[str, str]:
    """Password by user name, of the demo, loaded if need be."""
    done = subprocess.run(
        etabli("demo", "--no-serve", "--json"), env=environment(), stdout=subprocess.PIPE, check=True, text=True
    )
    return {row["username"]: row["password"] for row in json.loads(done.stdout)["logins"]}


@contextmanager
def served() -> Iterator[str]:
    """The address of a server of the demo, which ends afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://localhost:{port}"
    server = subprocess.Popen(etabli("serve", "--port", str(port), "--no-daily"), env=environment())
    try:
        wait_for(f"{address}/health/", server)
        yield address
    finally:
        server.terminate()
        server.wait(PATIENCE_SECONDS)


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """RuntimeError when the server ends or does not answer in a minute."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            with urlopen(address, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.3)
    raise RuntimeError(f"nothing answers at {address}")


@contextmanager
def chromium() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if path is None:
        raise RuntimeError("Chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def signed_in(browser: Browser, address: str, username: str, password: str, shot: Shot) -> Iterator[Page]:
    """A page of the size and theme of a shot, with this user signed in."""
    width, height = shot.size
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": height},
        color_scheme="dark" if shot.theme == "dark" else "light",
        locale="en-GB",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto("/accounts/login/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", password)
    page.click("main button[type=submit]")
    page.wait_for_url(lambda url: "/accounts/login" not in url)
    yield page
    context.close()


def take(page: Page, path: str, target: Path, whole: bool = False) -> None:
    """RuntimeError when the page is not shown."""
    answer = page.goto(path)
    if answer is None or not answer.ok:
        raise RuntimeError(f"{path} was not shown")
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    page.screenshot(path=target, full_page=whole)
    sys.stdout.write(f"{target} ({target.stat().st_size // 1000} kB)\n")


def take_documents(browser: Browser, address: str, known: dict[str, str]) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    for shot in SHOTS:
        with signed_in(browser, address, shot.username, known[shot.username], shot) as page:
            take(page, f"/{FINESS}/", PICTURES / f"{shot.name}.png")


def take_all(browser: Browser, address: str, known: dict[str, str], folder: Path) -> None:
    """Every page of the director's menu, and one person, in four ways."""
    folder.mkdir(parents=True, exist_ok=True)
    for size in (WIDE, NARROW):
        for theme in ("light", "dark"):
            shot = Shot("", "direction", size, theme)
            with signed_in(browser, address, shot.username, known[shot.username], shot) as page:
                for path in menu(page):
                    name = path.strip("/").replace("/", "-") or "home"
                    take(page, path, folder / f"{name}-{size[0]}-{theme}.png", whole=True)


def menu(page: Page) -> list[str]:
    """The addresses of the menu, and of the first person listed."""
    page.goto(f"/{FINESS}/people/")
    links = page.eval_on_selector_all("#navigation a[href], main tbody th a[href]", "all => all.map(a => a.pathname)")
    people = [path for path in links if path.startswith(f"/{FINESS}/people/") and path.rstrip("/")[-1].isdigit()]
    return [path for path in dict.fromkeys(links) if path not in people] + people[:1]


def pixels(content: bytes) -> tuple[int, list[bytes]]:
    """Width and lines of three bytes a pixel, of a PNG as Chromium makes it: 8 bits, no alpha, not interlaced."""
    at, packed, width = len(SIGNATURE), b"", 0
    while at < len(content):
        length, kind = struct.unpack(">I4s", content[at : at + 8])
        body = content[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            width, _, *form = struct.unpack(">IIBBBBB", body)
            if form != [8, 2, 0, 0, 0]:
                raise RuntimeError("not a picture that Chromium takes")
        packed += body if kind == b"IDAT" else b""
        at += length + 12
    raw, size = zlib.decompress(packed), 3 * width
    lines, above = [], bytes(size)
    for start in range(0, len(raw), size + 1):
        above = unfiltered(raw[start], bytearray(raw[start + 1 : start + 1 + size]), above)
        lines.append(above)
    return width, lines


def unfiltered(kind: int, line: bytearray, above: bytes) -> bytes:
    """A line of a PNG without its filter (PNG 1.2, section 6)."""
    for place in range(len(line)):
        left, corner = (line[place - 3], above[place - 3]) if place >= 3 else (0, 0)
        up = above[place]
        guesses = (0, left, up, (left + up) // 2, paeth(left, up, corner))
        line[place] = (line[place] + guesses[kind]) & 0xFF
    return bytes(line)


def paeth(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    return min((left, up, corner), key=lambda value: abs(guess - value))


def in_few_colours(content: bytes) -> bytes:
    """The same picture with its commonest colours; each other one becomes the nearest of them."""
    width, lines = pixels(content)
    rows = [[line[place : place + 3] for place in range(0, len(line), 3)] for line in lines]
    counted = Counter(colour for row in rows for colour in row)
    palette = [colour for colour, _ in counted.most_common(MOST_COLOURS)]
    place_of = {colour: nearest(colour, palette) for colour in counted}
    body = b"".join(b"\0" + bytes(place_of[colour] for colour in row) for row in rows)
    header = struct.pack(">IIBBBBB", width, len(lines), 8, 3, 0, 0, 0)
    parts = ((b"IHDR", header), (b"PLTE", b"".join(palette)), (b"IDAT", zlib.compress(body, 9)), (b"IEND", b""))
    return SIGNATURE + b"".join(chunk(kind, part) for kind, part in parts)


def nearest(colour: bytes, palette: list[bytes]) -> int:
    def far(place: int) -> int:
        return sum((one - other) ** 2 for one, other in zip(colour, palette[place], strict=True))

    return min(range(len(palette)), key=far)


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def make_smaller(folder: Path) -> None:
    for path in sorted(folder.glob("*.png")):
        content = path.read_bytes()
        if content[25] == 2:
            path.write_bytes(in_few_colours(content))
            sys.stdout.write(f"{path} ({len(content) // 1000} kB, now {path.stat().st_size // 1000} kB)\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--all", type=Path, metavar="FOLDER", help="every page, into this folder")
    parser.add_argument("--smaller", type=Path, metavar="FOLDER", help="the pictures in this folder, in few colours")
    asked = parser.parse_args()
    if asked.smaller is not None:
        make_smaller(asked.smaller)
        return
    folder: Path | None = asked.all
    known = passwords()
    with served() as address, chromium() as browser:
        if folder is None:
            take_documents(browser, address, known)
        else:
            take_all(browser, address, known, folder)


if __name__ == "__main__":
    main()
