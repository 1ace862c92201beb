"""`etabli subject-file PERSON --out DIR`: all that is held on a person, for her."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext, gettext_lazy

from etabli.exchange.single_file import note_file
from etabli.exchange.subject_file import check_folder, person_of, write_subject_file
from etabli.kit.clock import now
from etabli.kit.command import Command as Base


class Command(Base):
    help = gettext_lazy("Write all that is held on a person: a PDF to read, a JSON file, the photos.")

    def add_arguments(self, parser: CommandParser) -> None:
        who = gettext_lazy(
            "the person's number, as in the address of their page; with --establishment, the staff number there"
        )
        parser.add_argument("person", help=who)
        parser.add_argument("--establishment", default="", metavar="FINESS", help=gettext_lazy("FINESS number"))
        parser.add_argument("--out", required=True, type=Path, metavar="DIR", help=gettext_lazy("the folder to write"))

    def handle(self, *, person: str, establishment: str, out: Path, **options: Any) -> None:
        found = person_of(person, establishment)
        check_folder(out)
        with self.progress(None, gettext("Gathering what is held on %(name)s") % {"name": found}):
            note_file("exchange.subject_file", found, now())
            written = write_subject_file(found, out, now())
        names = [str(path) for path in written]
        self.answer({"person": found.pk, "files": names}, gettext("Written: %(names)s") % {"names": ", ".join(names)})
