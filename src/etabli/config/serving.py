"""What serving wants before it begins: an address that may be served so, a certificate, static files, the daily job; and
what is done beside the requests.

Raises Refusal: `address_not_https`, `plain_http`, `certificate_incomplete`, `certificate_absent`, `tls_twice`,
`debug_is_on`, `port_in_use`.
"""

from __future__ import annotations

import gc
import hashlib
import ipaddress
import logging
import os
import socket
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.urls import get_resolver

import etabli
from etabli.core.refusal import Refusal

logger = logging.getLogger(__name__)

DEFAULT_PORT = 8000
FIRST_DAILY_SECONDS, DAILY_CHECK_SECONDS = 30, 600
COLLECT_AFTER = (50_000, 20, 20)
"""Objects and rounds after which memory is searched for what nobody holds, see `gc.set_threshold`."""
# Rarely is better than soon: the first save after all of the log was brought in waits for the disk to have the new one's header.
CHECKPOINT_SECONDS, CHECKPOINT_FAILED_SECONDS = 30.0, 60.0
CHECKPOINTS_AT_ONCE = 4


def is_local(host: str) -> bool:
    """True for a name or an address that only this machine reaches."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def check_address(*, host: str, address: str, tls: bool, behind_proxy: bool) -> None:
    """Plain http is refused except on this machine. `host`: where we listen; `address`: what people type.

    A proxy that speaks https may stand on another machine when it is said so (`behind_proxy`).
    """
    if settings.DEBUG:
        raise Refusal("debug_is_on")
    is_https = address.startswith("https://")
    if not is_https and (tls or not is_local(urlsplit(address).hostname or "")):
        raise Refusal("address_not_https", address=address)
    if not tls and not is_local(host) and not (is_https and behind_proxy):
        raise Refusal("plain_http", host=host)


def address_served(scheme: str, host: str, port: int) -> str:
    """What people type to reach a server that listens there, when nobody said otherwise."""
    name = "localhost" if is_local(host) or host in ("0.0.0.0", "::") else host
    return f"{scheme}://{name}:{port}"


def check_port(host: str, port: int) -> None:
    """Refused when someone listens there already: the servers say it less clearly."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with closing(socket.socket(family, socket.SOCK_STREAM)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host.strip("[]"), port))
        except OSError as error:
            raise Refusal("port_in_use", host=host, port=str(port)) from error


# ---------------------------------------------------------------- certificates


def given_tls(certificate: Path | None, key: Path | None, self_signed: bool) -> bool:
    """Whether https is spoken, once what was said about it fits together."""
    if bool(certificate) != bool(key):
        raise Refusal("certificate_incomplete")
    if certificate and self_signed:
        raise Refusal("tls_twice")
    for path in filter(None, (certificate, key)):
        if not path.is_file():
            raise Refusal("certificate_absent", path=str(path))
    return bool(certificate) or self_signed


# ---------------------------------------------------------------- static files


def collect_static() -> bool:
    """Put the static files in the data folder when the version or a file changed. True when it did."""
    root = Path(settings.STATIC_ROOT)
    stamp, wanted = root / ".stamp", static_digest()
    if stamp.is_file() and stamp.read_text(encoding="ascii") == wanted:
        return False
    root.mkdir(parents=True, exist_ok=True)
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(wanted, encoding="ascii")
    return True


def static_digest() -> str:
    """One hash over the version, and over name, size and time of each static file."""
    total = hashlib.sha256(etabli.__version__.encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            state = os.stat(storage.path(path))
            total.update(f"\0{path}\0{state.st_size}\0{state.st_mtime_ns}".encode())
    return total.hexdigest()


# ---------------------------------------------------------------- memory


def settle_memory() -> None:
    """In a process that serves: everything is loaded, and what is loaded is never again searched for what nobody holds.

    A save of 120 people makes some 10,000 objects: with Python's own thresholds it is held up by several searches of the
    whole program.
    """
    get_resolver().url_patterns  # noqa: B018 - the pages are loaded when they are first looked for
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)


# ---------------------------------------------------------------- the log of SQLite


def start_checkpoints() -> threading.Event | None:
    """In a process that serves: what SQLite's log holds is brought into the file beside the requests, which otherwise one save
    in thirty would do before it answers. Set the event to end it. None on PostgreSQL, which does so by itself.

    What it leaves to a save: the first one after all was brought in begins the log anew and waits for the disk once, so at
    most one in `CHECKPOINT_SECONDS`.

    Nothing hangs on it: who opens the database after a kill finds the log, and a writer that finds the log at its bound
    (`wal_autocheckpoint`) brings it in as ever.
    """
    if connection.vendor != "sqlite":
        return None
    ended = threading.Event()
    where = (Path(connection.settings_dict["NAME"]), ended)
    threading.Thread(target=_checkpoint_loop, args=where, name="checkpoints", daemon=True).start()
    return ended


def _checkpoint_loop(path: Path, ended: threading.Event) -> None:
    while not ended.is_set():
        try:
            _checkpoint_until(path, ended)
        except sqlite3.Error as error:
            logger.warning("%s: %s", path, error)
            ended.wait(CHECKPOINT_FAILED_SECONDS)


def _checkpoint_until(path: Path, ended: threading.Event) -> None:
    # Made here: a connection belongs to its thread. A file that is not there is not made.
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True)) as database:
        brought_in = 0
        while not ended.wait(CHECKPOINT_SECONDS):
            # The log begins anew with the first writer that finds all of it in the file: what was saved meanwhile is taken too.
            for _ in range(CHECKPOINTS_AT_ONCE):
                # Passive: as far as no reader still needs the log, and nobody waits for it. Next to nothing where nothing is new.
                _, pages, _ = database.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
                if pages == brought_in:
                    break
                brought_in = pages


# ---------------------------------------------------------------- every day


def start_daily() -> threading.Event:
    """See to it that `etabli daily` runs once a day while this process lives. Set the event to end it.

    In a process of its own, so that neither its memory nor its connections stay with the server; the thread itself
    touches no database, which lets the server fork.
    """
    ended = threading.Event()
    threading.Thread(target=_daily_loop, args=(ended,), name="daily", daemon=True).start()
    return ended


def _daily_loop(ended: threading.Event) -> None:
    wait = int(os.environ.get("ETABLI_FIRST_DAILY_SECONDS", FIRST_DAILY_SECONDS))
    while not ended.wait(wait):
        subprocess.run(
            [sys.executable, "-m", "etabli.config.cli", "daily", "--if-due"], stdin=subprocess.DEVNULL, check=False
        )
        wait = DAILY_CHECK_SECONDS
