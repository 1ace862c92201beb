"""Taking the star away: what of it the log of reads keeps, and the whole of it as one file."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path
from typing import IO

from django.db.models import QuerySet

from etabli.exchange.star.rows import Star
from etabli.exchange.star.wording import NOMINATIVE, NOMINATIVE_SUPPORT, PSEUDONYMOUS, PSEUDONYMOUS_SUPPORT, READS
from etabli.exchange.star.writing import Written, write_star
from etabli.kit.models import AccessLog
from etabli.kit.pages import Read
from etabli.org.models import Establishment
from etabli.people.models import Registration

IN_MEMORY = 20_000_000
"""Bytes of a compressed star that need no file."""


def read_of(written: Written, establishment: Establishment) -> Read:
    """The line in the log of reads; of an export that names, with whom it names."""
    if not written.nominative:
        return Read(PSEUDONYMOUS_SUPPORT if written.support else PSEUDONYMOUS, [], rows=written.total)
    named = Registration.objects.filter(establishment=establishment).order_by("person")
    subjects = [str(person) for person in named.values_list("person", flat=True)]
    return Read(NOMINATIVE_SUPPORT if written.support else NOMINATIVE, subjects, rows=written.total)


def packed(star: Star) -> tuple[Written, IO[bytes]]:
    """The star as one .zip, at its beginning."""
    file: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - whoever sends it closes it
    with tempfile.TemporaryDirectory(prefix="etabli-star-") as home:
        folder = Path(home) / "star"
        written = write_star(star, folder)
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(folder.rglob("*.*")):
                archive.write(path, path.relative_to(folder).as_posix())
    file.seek(0)
    return written, file


def taken(establishment: Establishment) -> QuerySet[AccessLog]:
    """The exports of this star so far, newest first."""
    return AccessLog.objects.filter(establishment_id=establishment.pk, what__in=list(READS)).order_by("-id")
