"""`etabli support effect`: what changed for those who had a kind of support action."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.utils.translation import gettext, gettext_lazy

from etabli.core.group_change import Correction
from etabli.core.refusal import Refusal
from etabli.indicators.effects import effect_document, effect_text
from etabli.kit.command import Command as Base
from etabli.org.models import Establishment
from etabli.org.queries import establishment_of
from etabli.people.queries import staff_numbers
from etabli.support.models import ActionKind
from etabli.support.queries import effect_of
from etabli.support.states import Rater


class Command(Base):
    help = gettext_lazy("Evaluate support: what changed around a kind of action.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        effect = acts.add_parser("effect", help=gettext("before and after of those who had a kind of action"))
        effect.add_argument("--action", required=True, metavar="KIND", help=gettext("code of a kind of action"))
        effect.add_argument("--establishment", required=True, metavar="FINESS")
        effect.add_argument("--rater", choices=[str(one) for one in Rater], default=str(Rater.STAFF))
        effect.add_argument("--correction", choices=[str(one) for one in Correction], default=str(Correction.HOLM))

    def handle(self, *args: Any, **options: Any) -> None:
        place = _place(options["establishment"])
        effect = effect_of(
            place,
            _kind(place, options["action"]),
            reader=None,
            rater=Rater(options["rater"]),
            correction=Correction(options["correction"]),
        )
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
