"""A file about one person, written for the one who asked for it alone."""

from __future__ import annotations

from datetime import datetime
from errno import ENOENT
from os import strerror
from pathlib import Path

from etabli.core.refusal import Refusal
from etabli.kit.actions import record_reads
from etabli.kit.pages import Read
from etabli.people.models import Person


def note_file(what: str, person: Person, at: datetime) -> None:
    """Into the log of reads of each place where she is registered; without a place when she is registered nowhere.

    Noted before the file is written: a file that nobody can see was taken is worse than a line too many.
    """
    rows = person.registrations.select_related("establishment").order_by("pk")
    for place in [row.establishment for row in rows] or [None]:
        read = Read(what, [str(person.pk)], table=Person._meta.db_table, rows=1)
        record_reads(reads=[read], by=None, place=place, at=at)


def check_new(out: Path) -> None:
    """What can be told before it is written. Refusals `out_file_taken`, `out_file_not_written`."""
    if out.exists():
        raise Refusal("out_file_taken", value=str(out))
    if not out.parent.is_dir():
        raise Refusal("out_file_not_written", value=str(out), reason=strerror(ENOENT))


def write_new(out: Path, content: bytes) -> None:
    """Nothing that is there is overwritten. Refusals `out_file_taken`, `out_file_not_written`."""
    try:
        with out.open("xb") as file:
            out.chmod(0o600)
            file.write(content)
    except FileExistsError as error:
        raise Refusal("out_file_taken", value=str(out)) from error
    except OSError as error:
        raise Refusal("out_file_not_written", value=str(out), reason=error.strerror) from error
