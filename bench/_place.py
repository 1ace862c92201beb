"""Where a bench runs: a data folder of its own and a database in it, or a PostgreSQL started for it; gone at the end.

Django reads its settings once, so the folder and the database are named before anything of Établi is imported: the other
modules of this package are imported inside `with place(...)`.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

POSTGRES_SETTINGS = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
"""Those of a server that keeps what it wrote: the tests' own server does not, and would look too fast."""


def arguments(description: str | None) -> ArgumentParser:
    """The parser every bench begins with."""
    parser = ArgumentParser(description=(description or "").splitlines()[0])
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL started for this run")
    return parser


@contextmanager
def place(options: Namespace) -> Iterator[Path]:
    """Django set up on an empty database; answers the data folder."""
    home = Path(tempfile.mkdtemp(prefix="etabli-bench-"))
    os.environ |= {"ETABLI_HOME": str(home), "DJANGO_SETTINGS_MODULE": "etabli.config.settings"}
    os.environ.pop("ETABLI_DATABASE_URL", None)
    server = _server() if options.postgres else None
    beside = None
    try:
        if server is not None:
            os.environ["ETABLI_DATABASE_URL"] = server.start()
        beside = _begin()
        yield home
    finally:
        _end(beside)
        if server is not None:
            server.stop()
        shutil.rmtree(home, ignore_errors=True)


def _server():  # type: ignore[no-untyped-def]
    from tests import postgres

    postgres.SETTINGS |= POSTGRES_SETTINGS
    return postgres.Server()


def _begin() -> Event | None:
    """All that a process does that serves, what it does beside the requests included: its processor time counts too."""
    import django

    django.setup()
    from etabli.config import serving, upgrades

    upgrades.make_ready()
    serving.settle_memory()
    return serving.start_checkpoints()


def _end(beside: Event | None) -> None:
    from django.db import connections

    if beside is not None:
        beside.set()
    connections.close_all()
