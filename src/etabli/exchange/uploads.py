"""Files between their check and their writing: kept for one hour in a private place of the data folder.

Each is a folder of its own, `uploads/<random token>/`, owner-only: the sheet under its own name (it tells where a value
stands, and why an entry was corrected) and the report of the check. The session of its user says whose it is and of which
establishment; nobody else's session knows the token.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from etabli.core.calendars import Half
from etabli.exchange.reading.problems import Place, Problem
from etabli.exchange.report import Missing, Report
from etabli.exchange.states import ImportKind

LIFETIME = 3600
"""Seconds."""
REMEMBERED = 20
"""Uploads of a session whose expiry can still be told from an address that never was."""
_KEY = "exchange.uploads"
_RECORD = "record.json"
_LONGEST_STEM, _LONGEST_SUFFIX = 50, 8
_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|]")


@dataclass
class Upload:
    """`month`: first day of the month of bare day numbers. `report`: of the check; once it is `written`, of the writing."""

    token: str
    kind: ImportKind
    name: str
    month: date | None
    report: Report

    @property
    def path(self) -> Path:
        """The sheet. It is there until it was written."""
        return _folder(self.token) / "sheet" / self.name


def root() -> Path:
    """The private place, made when it is not there."""
    folder = Path(settings.HOME) / "uploads"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _folder(token: str) -> Path:
    return root() / token


def keep(file: UploadedFile, kind: ImportKind, month: date | None) -> Upload:
    """Keep the sheet, without a report yet: nobody can find it until `save`."""
    upload = Upload(secrets.token_urlsafe(24), kind, safe_name(file.name or ""), month, Report())
    upload.path.parent.parent.mkdir(mode=0o700)
    upload.path.parent.mkdir(mode=0o700)
    with _private(upload.path) as handle:
        for chunk in file.chunks():
            handle.write(chunk)
    return upload


def safe_name(name: str) -> str:
    """A name that every file system takes, as close to the one given as can be."""
    path = Path(_UNSAFE.sub("_", name).strip(" ."))
    return (path.stem[:_LONGEST_STEM].strip(" .") or "sheet") + path.suffix[:_LONGEST_SUFFIX].rstrip()


def _private(path: Path) -> Any:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb")


def save(upload: Upload) -> None:
    """Keep the report, in one step: a reader meets the one before or this one."""
    record = {
        "kind": upload.kind,
        "name": upload.name,
        "month": upload.month and upload.month.isoformat(),
        "report": _packed(upload.report),
    }
    fresh = _folder(upload.token) / f"{secrets.token_hex(8)}.new"
    with _private(fresh) as handle:
        handle.write(json.dumps(record).encode())
    fresh.replace(_folder(upload.token) / _RECORD)


def find(token: str) -> Upload | None:
    """The upload of a token that the session knows; None when it is no longer kept."""
    try:
        record = json.loads((_folder(token) / _RECORD).read_bytes())
    except FileNotFoundError:
        return None
    month = date.fromisoformat(record["month"]) if record["month"] else None
    return Upload(token, ImportKind(record["kind"]), record["name"], month, _unpacked(record["report"]))


def forget_sheet(upload: Upload) -> None:
    """The sheet goes; the report stays for the page that tells what was written."""
    shutil.rmtree(upload.path.parent, ignore_errors=True)


def forget(upload: Upload) -> None:
    shutil.rmtree(_folder(upload.token), ignore_errors=True)


def sweep(at: datetime) -> None:
    """Remove what is older than one hour."""
    for folder in root().iterdir():
        try:
            old = folder.stat().st_mtime < at.timestamp() - LIFETIME
        except FileNotFoundError:  # another sweep was faster
            continue
        if old:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def one_at_a_time(token: str) -> Iterator[None]:
    """A second press of the button waits here for the first. The lock ends with its process, however that ends."""
    try:
        descriptor = os.open(_folder(token), os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        yield  # no longer kept: nothing to wait for
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


# ---------------------------------------------------------------- whose it is


def bind(request: Any, upload: Upload) -> None:
    """This user's, for the establishment of the page."""
    known = request.session.get(_KEY, {})
    known[upload.token] = [request.user.pk, request.place.pk]
    request.session[_KEY] = dict(list(known.items())[-REMEMBERED:])


def is_bound(request: Any, token: str) -> bool:
    """True for a token given to this user for this establishment, kept still or not."""
    return bool(request.session.get(_KEY, {}).get(token) == [request.user.pk, request.place.pk])


# ---------------------------------------------------------------- reports as JSON

_COUNTS = ("rows", "created", "updated", "unchanged", "written")
_PROBLEMS = ("errors", "warnings", "ignored")


def _packed(report: Report) -> dict[str, Any]:
    return {
        **{name: getattr(report, name) for name in _COUNTS},
        **{name: [_packed_problem(row) for row in getattr(report, name)] for name in _PROBLEMS},
        "missing": [[row.staff_number, row.name, row.day.isoformat(), int(row.half)] for row in report.missing],
        "summary": {name: _packed_fact(value) for name, value in report.summary.items()},
        "sheets": list(report.sheets),
    }


def _packed_problem(problem: Problem) -> list[Any]:
    place = problem.place
    facts = {name: _packed_fact(value) for name, value in problem.facts.items()}
    return [problem.code, place.sheet, place.row, place.column, problem.value, facts]


def _packed_fact(value: object) -> Any:
    """What `kit.wording.as_text` tells apart stays apart; the rest is text already."""
    if isinstance(value, date):
        return {"day": value.isoformat()[:10]}
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return [_packed_fact(item) for item in value]
    return str(value)


def _unpacked(record: dict[str, Any]) -> Report:
    report = Report(**{name: record[name] for name in _COUNTS})
    for name in _PROBLEMS:
        setattr(report, name, [_unpacked_problem(row) for row in record[name]])
    report.missing = [
        Missing(number, name, date.fromisoformat(day), Half(half)) for number, name, day, half in record["missing"]
    ]
    report.sheets = tuple(record.get("sheets", ()))
    report.summary = {name: _unpacked_fact(value) for name, value in record["summary"].items()}
    return report


def _unpacked_problem(row: list[Any]) -> Problem:
    code, sheet, line, column, value, facts = row
    return Problem(
        code, Place(sheet, line, column), value, {name: _unpacked_fact(item) for name, item in facts.items()}
    )


def _unpacked_fact(value: Any) -> Any:
    if isinstance(value, dict):
        return date.fromisoformat(value["day"])
    return [_unpacked_fact(item) for item in value] if isinstance(value, list) else value
