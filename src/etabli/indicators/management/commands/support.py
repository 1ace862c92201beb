"""`etabli support`: what changed around a kind of action, what is put into support, and what other associations tell.

`effect` before and after; `effort` the sums of an association, as a file with `--out`; `take` the file of another one.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext, gettext_lazy

from etabli.core.group_change import Correction
from etabli.core.refusal import Refusal
from etabli.indicators.actions import take_effort_file
from etabli.indicators.effects import effect_document, effect_text
from etabli.indicators.effort import effort_of
from etabli.indicators.effort_files import check_year_over, document_of, read_document
from etabli.kit.actions import record_reads
from etabli.kit.clock import now, today
from etabli.kit.command import Command as Base
from etabli.kit.pages import Read
from etabli.org.models import Establishment
from etabli.org.queries import establishment_of
from etabli.people.models import Person
from etabli.people.queries import staff_numbers
from etabli.support.models import ActionKind
from etabli.support.queries import effect_of
from etabli.support.states import Rater


class Command(Base):
    help = gettext_lazy("Evaluate support: what changed around a kind of action, and what is put into it.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        effect = acts.add_parser("effect", help=gettext("before and after of those who had a kind of action"))
        effect.add_argument("--action", required=True, metavar="KIND", help=gettext("code of a kind of action"))
        effect.add_argument("--establishment", required=True, metavar="FINESS")
        effect.add_argument("--rater", choices=[str(one) for one in Rater], default=str(Rater.STAFF))
        effect.add_argument("--correction", choices=[str(one) for one in Correction], default=str(Correction.HOLM))

        effort = acts.add_parser("effort", help=gettext("support hours and adaptations of an association in a year"))
        effort.add_argument("--establishment", required=True, metavar="FINESS", help=gettext("one of its own"))
        effort.add_argument("--year", type=int, required=True)
        effort.add_argument("--out", type=Path, metavar="FILE", help=gettext("write the file that others take in"))
        take = acts.add_parser("take", help=gettext("take in the file of another association"))
        take.add_argument("file", type=Path, metavar="FILE")
        take.add_argument("--establishment", required=True, metavar="FINESS", help=gettext("one of its own"))
        take.add_argument("--dry-run", action="store_true", help=gettext("check the file, keep nothing"))

    def handle(self, *args: Any, **options: Any) -> None:
        place = _place(options["establishment"])
        {"effect": self._effect, "effort": self._effort, "take": self._take}[options["act"]](place, options)

    def _effort(self, place: Establishment, options: dict[str, Any]) -> None:
        check_year_over(options["year"], today().year)
        places = list(Establishment.objects.filter(association=place.association_id))
        document = document_of(effort_of(places, options["year"]), place.association.name, len(places))
        if options["out"] is not None:
            options["out"].write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        lines = [f"{measure}: {'–' if amount is None else amount}" for measure, amount in document["measures"].items()]
        self.answer(document, "\n".join(lines))

    def _take(self, place: Establishment, options: dict[str, Any]) -> None:
        try:
            content = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        told = read_document(content)
        words = {"name": told.organisation, "year": told.year}
        if options["dry_run"]:
            self.answer(told.content, gettext("The file of %(name)s for %(year)s can be taken in.") % words)
            return
        take_effort_file(association=place.association, told=told, by=None, at=now())
        self.answer(told.content, gettext("The file of %(name)s for %(year)s is taken in.") % words)

    def _effect(self, place: Establishment, options: dict[str, Any]) -> None:
        effect = effect_of(
            place,
            _kind(place, options["action"]),
            reader=None,
            rater=Rater(options["rater"]),
            correction=Correction(options["correction"]),
        )
        if effect.had:
            subjects = [str(one.person) for one in effect.had]
            read = Read(
                "indicators.support_effect",
                subjects,
                purpose=options["action"],
                table=Person._meta.db_table,
                rows=len(subjects),
            )
            record_reads(reads=[read], by=None, place=place, at=now())
        numbers = staff_numbers(place, [one.person for one in effect.had])
        self.answer(effect_document(effect, numbers), effect_text(effect))


def _place(number: str) -> Establishment:
    establishment = establishment_of(number)
    if establishment is None:
        raise Refusal("no_such_establishment", value=number)
    return establishment


def _kind(place: Establishment, code: str) -> ActionKind:
    kinds = {kind.code: kind for kind in ActionKind.objects.filter(establishment=place)}
    if code not in kinds:
        raise Refusal("action_kind_unknown", value=code, known=", ".join(sorted(kinds)) or "—")
    return kinds[code]
