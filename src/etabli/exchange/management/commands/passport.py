"""`etabli passport PERSON --out FILE`: her career passport, as PDF or as portable JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.utils import translation
from django.utils.translation import get_language, gettext, gettext_lazy

from etabli.core.refusal import Refusal
from etabli.exchange.passport.gathering import Passport, passport_of
from etabli.exchange.passport.paper import pdf_of
from etabli.exchange.passport.portable import written
from etabli.exchange.single_file import check_new, note_file, write_new
from etabli.exchange.subject_file import person_of
from etabli.kit.clock import now, today
from etabli.kit.command import Command as Base

PDF, JSON = ".pdf", ".json"


class Command(Base):
    help = gettext_lazy(
        "Write a person's career passport, which is their own: a PDF to read, or JSON for other software."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        who = gettext_lazy(
            "the person's number, as in the address of their page; with --establishment, the staff number there"
        )
        parser.add_argument("person", help=who)
        parser.add_argument("--establishment", default="", metavar="FINESS", help=gettext_lazy("FINESS number"))
        file = gettext_lazy("the file to write: its ending, .pdf or .json, says which")
        parser.add_argument("--out", required=True, type=Path, metavar="FILE", help=file)
        languages = [code for code, _ in settings.LANGUAGES]
        parser.add_argument("--language", choices=languages, help=gettext_lazy("language of the PDF"))
        parser.add_argument("--easy", action="store_true", help=gettext_lazy("in easy words, with pictograms"))

    def handle(
        self, *, person: str, establishment: str, out: Path, language: str | None, easy: bool, **options: Any
    ) -> None:
        found = person_of(person, establishment)
        if out.suffix.lower() not in (PDF, JSON):
            raise Refusal("passport_suffix", value=out.name)
        rows = list(found.registrations.select_related("establishment").order_by("pk"))
        passport = passport_of(found, [row.establishment for row in rows], today())
        content = _file(passport, out.suffix.lower(), language or get_language() or "fr", easy=easy)
        check_new(out)
        note_file("exchange.passport_file", found, now())
        write_new(out, content)
        self.answer({"person": found.pk, "file": str(out)}, gettext("Written: %(names)s") % {"names": out})


def _file(passport: Passport, suffix: str, language: str, *, easy: bool) -> bytes:
    if suffix == JSON:
        return written(passport)
    with translation.override(language):
        return pdf_of(passport, easy=easy)
