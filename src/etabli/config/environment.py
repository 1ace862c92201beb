"""What the machine says: data folder, database, address, secrets. Made on first use, owner-only."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from cryptography.fernet import Fernet

LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
DEFAULT_ADDRESS = "http://localhost:8000"


@dataclass(frozen=True)
class Environment:
    """`home`: the data folder (`ETABLI_HOME`). `database_url`: empty means SQLite in it. `address`: where people reach it."""

    home: Path
    database_url: str
    address: str
    behind_proxy: bool
    time_zone: str
    other_names: tuple[str, ...] = ()
    """Other names or addresses of the server, at the same port."""

    @classmethod
    def read(cls) -> Environment:
        home = Path(os.environ.get("ETABLI_HOME") or Path.home() / ".local/share/etabli").expanduser().resolve()
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        return cls(
            home=home,
            database_url=os.environ.get("ETABLI_DATABASE_URL", ""),
            address=os.environ.get("ETABLI_ADDRESS", DEFAULT_ADDRESS).rstrip("/"),
            behind_proxy=os.environ.get("ETABLI_BEHIND_PROXY") == "1",
            time_zone=os.environ.get("ETABLI_TIME_ZONE", "Europe/Paris"),
            other_names=tuple(os.environ.get("ETABLI_OTHER_NAMES", "").replace(",", " ").split()),
        )

    @property
    def served_file(self) -> Path:
        """Holds the address at which this data folder was last served."""
        return self.home / "served-at"

    @property
    def link_address(self) -> str:
        """What printed links begin with: the address that was said, else that at which this data folder was last served."""
        said = "ETABLI_ADDRESS" in os.environ or not self.served_file.exists()
        return self.address if said else self.served_file.read_text().strip()

    @property
    def is_https(self) -> bool:
        return self.address.startswith("https://")

    @property
    def allowed_hosts(self) -> list[str]:
        host = urlsplit(self.address).hostname or "localhost"
        return sorted({host, *self.other_names, *LOCAL_HOSTS})

    @property
    def trusted_origins(self) -> list[str]:
        port = urlsplit(self.address).port
        others = [f"https://{name}:{port}" if port else f"https://{name}" for name in self.other_names]
        return [self.address, *others] if self.is_https else []

    @property
    def keys(self) -> Path:
        """Folder of the secrets, readable by the owner alone."""
        folder = self.home / "keys"
        folder.mkdir(exist_ok=True, mode=0o700)
        return folder

    def secret(self, name: str) -> str:
        """The secret of that name, made on first use."""
        return self._kept(name, lambda: secrets.token_urlsafe(50))

    def field_keys(self) -> list[str]:
        """Keys of encrypted fields, newest first, one a line in `keys/field-keys`."""
        return self._kept("field-keys", lambda: Fernet.generate_key().decode()).split()

    def _kept(self, name: str, make: Any) -> str:
        path = self.keys / name
        if not path.exists():
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(make())
        return path.read_text(encoding="ascii").strip()

    def database(self) -> dict[str, Any]:
        """The database settings. ValueError names a URL that is not one of the two known kinds."""
        if not self.database_url:
            return _sqlite(self.home / "etabli.sqlite3")
        url = urlsplit(self.database_url)
        if url.scheme in ("postgres", "postgresql"):
            return _postgresql(url)
        if url.scheme == "sqlite":
            return _sqlite(Path(unquote(url.path)))
        raise ValueError(f"ETABLI_DATABASE_URL begins with postgres:// or sqlite:///, not {url.scheme}://")


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        # A request keeps its connection: opening one costs more than most queries.
        "CONN_MAX_AGE": None,
        # One transaction for each action, never for each request: a writer takes its lock at once (IMMEDIATE) and a
        # second one waits, instead of failing half-way when it turns from reading to writing.
        "ATOMIC_REQUESTS": False,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            # WAL lets readers go on while one writes; NORMAL is safe with it; the three after bound disk and memory. What a
            # statement might have to undo stays in memory: written to a file it made every journalled row twice as dear.
            # The log is brought into the file beside the requests (`serving.start_checkpoints`). Where nobody does that, or it
            # does not follow, a writer does it once the log has 40 MB: with the usual 4 MB every third large save would.
            "init_command": (
                "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;"
                "PRAGMA journal_size_limit=67108864;PRAGMA mmap_size=268435456;PRAGMA cache_size=-64000;"
                "PRAGMA temp_store=MEMORY;PRAGMA wal_autocheckpoint=10000;"
            ),
        },
        "TEST": {"NAME": str(path.with_name("test.sqlite3"))},
    }


def _postgresql(url: Any) -> dict[str, Any]:
    options = dict(parse_qsl(url.query))
    host = options.pop("host", None) or unquote(url.hostname or "")
    # Compiling a query takes longer than any of ours takes to run.
    options["options"] = f"{options.get('options', '')} -c jit=off".strip()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.lstrip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": host,
        "PORT": str(url.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        "OPTIONS": options,
    }
