"""`etabli export star|schema|pop`: all that is counted in an establishment as files for other tools, and what is in them; the
support plan of one person for another service."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext, gettext_lazy

from etabli.core.refusal import Refusal
from etabli.exchange import pop
from etabli.exchange.single_file import check_new, write_new
from etabli.exchange.star.describing import page
from etabli.exchange.star.rows import Star
from etabli.exchange.star.taking import read_of
from etabli.exchange.star.writing import Written, check_folder, write_star
from etabli.exchange.subject_file import person_of
from etabli.kit.actions import record_reads
from etabli.kit.clock import now, today
from etabli.kit.command import Command as Base
from etabli.kit.pages import Read
from etabli.org.queries import establishment_of
from etabli.people.models import Person

PAGE = Path("docs/star-schema.md")


class Command(Base):
    help = gettext_lazy("Export all that is counted in an establishment for other tools: a star schema.")

    def add_arguments(self, parser: CommandParser) -> None:
        kinds = parser.add_subparsers(dest="kind", required=True, metavar="star|schema|pop")
        text = gettext("the star schema of one establishment, as CSV and Parquet")
        star = kinds.add_parser("star", help=text, description=text)
        number = gettext("FINESS number of the establishment")
        star.add_argument("--establishment", required=True, metavar="FINESS", help=number)
        star.add_argument("--out", required=True, type=Path, metavar="FOLDER", help=gettext("the folder to write"))
        star.add_argument("--nominative", action="store_true", help=gettext("with names; the log of reads keeps whose"))
        star.add_argument(
            "--support", action="store_true", help=gettext("with the facts of support, which few may read")
        )
        text = gettext("the page that documents the star schema")
        schema = kinds.add_parser("schema", help=text, description=text)
        schema.add_argument("--to", type=Path, default=PAGE, metavar="FILE", help=str(PAGE))
        text = gettext("the support plan of a person, as JSON for another service; it is filed with nobody")
        plan = kinds.add_parser("pop", help=text, description=text)
        who = gettext(
            "the person's number, as in the address of their page; with --establishment, the staff number there"
        )
        plan.add_argument("person", help=who)
        plan.add_argument("--establishment", default="", metavar="FINESS", help=number)
        plan.add_argument("--out", required=True, type=Path, metavar="FILE", help=gettext("the file to write"))

    def handle(self, *, kind: str, **options: Any) -> None:
        if kind == "schema":
            self._document(options["to"])
        elif kind == "pop":
            self._plan(options["person"], options["establishment"], options["out"])
        else:
            self._export(**{name: options[name] for name in ("establishment", "out", "nominative", "support")})

    def _document(self, to: Path) -> None:
        to.write_text(page(), encoding="utf-8")
        self.answer({"file": str(to)}, gettext("Written: %(names)s") % {"names": to})

    def _plan(self, person: str, finess: str, out: Path) -> None:
        registration = pop.registration_for(person_of(person, finess), finess)
        content = pop.written(registration, today())
        check_new(out)
        key = registration.person_id
        read = Read("exchange.pop", [str(key)], table=Person._meta.db_table, rows=1)
        record_reads(reads=[read], by=None, place=registration.establishment, at=now())
        write_new(out, content)
        self.answer({"person": key, "file": str(out)}, gettext("Written: %(names)s") % {"names": out})

    def _export(self, *, establishment: str, out: Path, nominative: bool, support: bool) -> None:
        place = establishment_of(establishment)
        if place is None:
            raise Refusal("establishment_not_configured", value=establishment)
        check_folder(out)
        with self.progress(None, gettext("Exporting %(name)s") % {"name": place.name}):
            written = write_star(Star(place, nominative=nominative, support=support), out)
        record_reads(reads=[read_of(written, place)], by=None, place=place, at=now())
        self.answer(_document_of(written, place.finess), _told(written))


def _document_of(written: Written, finess: str) -> dict[str, Any]:
    return {
        "folder": str(written.folder),
        "establishment": finess,
        "nominative": written.nominative,
        "parquet": written.parquet,
        "tables": written.rows,
    }


def _told(written: Written) -> str:
    text = gettext("%(rows)s rows in %(tables)s tables were written to %(folder)s.") % {
        "rows": written.total,
        "tables": len(written.rows),
        "folder": written.folder,
    }
    if written.parquet:
        return text
    return f"{text}\n" + gettext("As CSV only: for Parquet too, install the extra: pip install 'etabli[parquet]'.")
