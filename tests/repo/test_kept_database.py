"""The database that runs of tests keep: only as long as all that makes it is the same, and two runs do not disturb each other."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from tests import databases


def test_another_library_or_another_app_is_another_database(monkeypatch: pytest.MonkeyPatch) -> None:
    before = databases._makers_digest()
    assert databases._makers_digest() == before
    monkeypatch.setattr(databases, "version", lambda name: "999" if name == "django-allauth" else "1")
    changed = databases._makers_digest()
    monkeypatch.setattr(databases, "version", lambda name: "1")
    same = databases._makers_digest()
    monkeypatch.setattr(databases, "settings", SimpleNamespace(INSTALLED_APPS=["another"]))
    assert len({before, changed, same, databases._makers_digest()}) == 4


def test_what_another_run_is_copying_stays(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(databases, "KEPT", tmp_path / "kept")
    monkeypatch.setattr(databases, "shared", lambda: tmp_path)
    monkeypatch.setattr(databases, "_makers_digest", lambda: "new")
    monkeypatch.setattr(databases, "_migrate", lambda: (tmp_path / "migrated.sqlite3").write_text("whole"))
    databases.KEPT.mkdir()
    for name in ("migrated-old.sqlite3", "migrated-other.123"):
        (databases.KEPT / name).write_text("")
    databases._kept_or_migrated()
    assert {path.name for path in databases.KEPT.iterdir()} == {"migrated-new.sqlite3", "migrated-other.123"}
    (tmp_path / "migrated.sqlite3").unlink()
    databases._kept_or_migrated()
    assert (tmp_path / "migrated.sqlite3").read_text() == "whole"
