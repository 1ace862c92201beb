"""What it takes to lose things for real: a browser that is killed, a server that is stopped, replies that are dropped."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, Playwright

from tests.conftest import CHROMIUM_ARGUMENTS, CHROMIUM_NAMES
from tests.tablet.journeys.scripts import ROOT

PERSONS = 12
MAKE = f"""
import json
from datetime import timedelta
from django.core.signing import get_cookie_signer
from etabli.kit.clock import now
from etabli.org.actions import WorkshopSpec
from etabli.org.grants import add_user
from etabli.org.states import Role
from etabli.tablet.actions import enrol_device
from etabli.tablet.pages import COOKIE, COOKIE_SALT
from tests import workplace
at = now()
every_day = dict.fromkeys(workplace.DAYS, "MA")
place = workplace.workplace(workshops=(WorkshopSpec("BLA", "Blanchisserie"),), opening=every_day)
for number in range(1, {PERSONS} + 1):
    workplace.engage(place, str(number), first_name=f"P{{number:02}}", workshop="BLA")
user = add_user(username="monitrice", first_name="Mona", last_name="Mélèze", role=Role.INSTRUCTOR, establishment=place,
    workshop=place.workshops.get(), language="en", by=None, at=at - timedelta(days=30))
signer, cookies = get_cookie_signer(salt=COOKIE + COOKIE_SALT), []
for name in ("A", "B"):
    device, token = enrol_device(establishment=place, name=name, language="en", by=user, at=at - timedelta(days=3))
    cookies.append(signer.sign(token))
print(json.dumps({{"cookie": COOKIE, "cookies": cookies}}))
"""
PYTHON_PATH = os.pathsep.join([str(ROOT / "src"), str(ROOT)])

MOST_ASKED = 100
COMMITTED = """
// What the page was told is on the disk, in both copies: noted as it is told, so that it can be asked a moment before the end.
window.committed = [];
const put = IDBObjectStore.prototype.put;
IDBObjectStore.prototype.put = function (value, ...rest) {
  if (this.transaction.db.name === "etabli-tablet-second" && this.name === "outbox") {
    this.transaction.addEventListener("complete", () => window.committed.push(value.operation));
  }
  return put.call(this, value, ...rest);
};
"""
ACT = """([person, code, day]) => {
  const steps = document.querySelectorAll("#half-day [data-step]");
  for (let left = Math.abs(day); left > 0; left--) steps[day < 0 ? 0 : 1].click();
  const tile = [...document.querySelectorAll("#view-team .tile")].find((one) => one.textContent.includes(person));
  tile.click();
  document.querySelector(`#sheet-wheel [data-code=${code}]`).click();
  document.querySelector("#half-day [data-now]").click();
}"""


class Proxy:
    """Between browser and server. `mode`: "pass", "down" (nobody answers), "drop" (the next sync is done, its reply lost)."""

    def __init__(self, port: int) -> None:
        self.mode, self.target, self.dropped = "pass", port, 0
        self.cut_off = ""
        """The cookie of a tablet that has no network, its worker neither."""
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.0"

            def log_message(self, *_: object) -> None:
                pass

            def answer(self) -> None:
                proxy.forward(self)

            do_GET = do_POST = do_PUT = answer

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def forward(self, request: BaseHTTPRequestHandler) -> None:
        body = request.rfile.read(int(request.headers.get("Content-Length") or 0))
        if self.mode == "down" or (self.cut_off and self.cut_off in request.headers.get("Cookie", "")):
            return self.cut(request)
        web = HTTPConnection("127.0.0.1", self.target, timeout=30)
        try:
            web.request(request.command, request.path, body, dict(request.headers))
            answer = web.getresponse()
            content = answer.read()
        except (OSError, HTTPException):
            return self.cut(request)
        finally:
            web.close()
        if self.mode == "drop" and request.path == "/tablet/sync":
            self.mode, self.dropped = "pass", self.dropped + 1
            return self.cut(request)
        with contextlib.suppress(OSError):
            request.send_response_only(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in ("transfer-encoding", "connection", "content-length"):
                    request.send_header(name, value)
            request.send_header("Content-Length", str(len(content)))
            request.end_headers()
            request.wfile.write(content)

    @staticmethod
    def cut(request: BaseHTTPRequestHandler) -> None:
        request.close_connection = True
        with contextlib.suppress(OSError):
            request.connection.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@dataclass
class Tablet:
    """A browser with a memory of its own on the disk, started and killed as often as wanted."""

    playwright: Playwright
    folder: Path
    url: str
    cookie: dict[str, Any]
    process: subprocess.Popen[bytes] | None = None
    acknowledged: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Every act that the page was told is on the disk, by id."""
    page: Page | None = None

    def start(self, *, clock: float = 0) -> Page:
        """Open the page from cold. `clock`: seconds its clock is ahead."""
        (self.folder / "DevToolsActivePort").unlink(missing_ok=True)
        path = next(filter(None, map(shutil.which, CHROMIUM_NAMES)))
        words = [
            path,
            "--headless=new",
            "--remote-debugging-port=0",
            f"--user-data-dir={self.folder}",
            *CHROMIUM_ARGUMENTS,
        ]
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen([*words, "about:blank"], start_new_session=True, **quiet)
        browser = self.playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{self._port()}")
        context = browser.contexts[0]
        context.set_default_timeout(60_000)
        context.add_init_script(COMMITTED)
        if clock:
            context.add_init_script(f"const real = Date; const ahead = {clock * 1000}; {WRONG_CLOCK}")
        context.add_cookies([self.cookie])  # type: ignore[list-item]
        self.page = context.pages[0]
        return self.open(self.page)

    def open(self, page: Page) -> Page:
        page.goto(f"{self.url}/tablet/", wait_until="domcontentloaded")
        return page

    @property
    def context(self) -> BrowserContext:
        assert self.page is not None
        return self.page.context

    def another_tab(self) -> Page:
        return self.open(self.context.new_page())

    def _port(self) -> int:
        for _ in range(400):
            with contextlib.suppress(OSError, ValueError, IndexError):
                return int((self.folder / "DevToolsActivePort").read_text().split()[0])
            time.sleep(0.025)
        raise AssertionError("Chromium did not start")

    def note(self, at_least: int = 0) -> None:
        """Ask the page what it was told is kept: the last moment before it dies.

        `at_least`: wait until so many are; the second copy follows the first by some milliseconds.
        """
        assert self.page is not None
        for _ in range(MOST_ASKED):
            committed = self.page.evaluate("window.committed")
            if len(committed) >= at_least:
                break
            self.page.wait_for_timeout(100)
        for operation in committed:
            self.acknowledged[operation["id"]] = operation

    def kill(self) -> None:
        """SIGKILL to every process of the browser: nothing is said to it."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(timeout=60)
            self.process = self.page = None


WRONG_CLOCK = """
window.Date = class extends real {
  constructor(...given) { given.length ? super(...given) : super(real.now() + ahead); }
  static now() { return real.now() + ahead; }
};
"""


@dataclass
class Place:
    """A data folder that is served, the proxy before it, and two tablets."""

    cli: Any
    proxy: Proxy
    server: subprocess.Popen[str] | None
    tablets: list[Tablet]

    def stop(self) -> None:
        if self.server is not None:
            self.server.terminate()
            self.server.communicate(timeout=60)
            self.server = None

    def serve(self) -> None:
        address = f"http://localhost:{self.proxy.port}"
        words = ("serve", "--port", str(self.proxy.target), "--no-daily", "--server", "waitress")
        self.server = self.cli.start(*words, ETABLI_ADDRESS=address)
        for _ in range(300):
            with contextlib.suppress(OSError, HTTPException):
                web = HTTPConnection("127.0.0.1", self.proxy.target, timeout=5)
                web.request("GET", "/health/", headers={"Host": f"localhost:{self.proxy.target}"})
                if web.getresponse().status == 200:
                    return
            time.sleep(0.1)
        raise AssertionError("the server does not answer")

    def acknowledged(self) -> dict[str, dict[str, Any]]:
        return {key: act for tablet in self.tablets for key, act in tablet.acknowledged.items()}


def made_by(cli: Any) -> dict[str, Any]:
    """The establishment, its people and the tablets, in one process."""
    cli.environment |= {"PYTHONPATH": PYTHON_PATH}
    cli("user", "list")
    made: dict[str, Any] = json.loads(cli.python(MAKE).splitlines()[-1])
    return made


@contextlib.contextmanager
def placed(cli: Any, made: dict[str, Any], playwright: Playwright, folder: Path, free_port: int) -> Iterator[Place]:
    """Served behind a proxy, with two tablets that were never opened."""
    cli.environment |= {"PYTHONPATH": PYTHON_PATH}
    proxy = Proxy(free_port)
    url = f"http://localhost:{proxy.port}"
    tablets = []
    for name, value in zip("AB", made["cookies"], strict=True):
        (folder / name).mkdir()
        cookie = {"name": made["cookie"], "value": value, "url": url, "httpOnly": True, "sameSite": "Lax"}
        # With an end, so that it is written to the disk like a real one.
        tablets.append(Tablet(playwright, folder / name, url, cookie | {"expires": time.time() + 10**7}))
    place = Place(cli, proxy, None, tablets)
    try:
        place.serve()
        yield place
    finally:
        for tablet in tablets:
            tablet.kill()
        place.stop()
        proxy.close()
