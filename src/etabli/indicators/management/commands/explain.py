"""`etabli explain CODE`: one figure with its formula, its source, what it leaves out and the rows behind it."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext

from etabli.indicators.documents import explanation_document
from etabli.indicators.formats import reason_worded, shown
from etabli.indicators.management.arguments import add_place_and_period, known_code, place_and_period
from etabli.indicators.queries import explain
from etabli.kit.command import Command as Base


class Command(Base):
    help = gettext_lazy("Explain a figure: formula, source, exclusions and the rows behind it.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", type=known_code)
        add_place_and_period(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        scope, period = place_and_period(options, self.create_parser("etabli", "explain"))
        explanation = explain(options["code"], scope, period)
        language = get_language() or "fr"
        definition = explanation.figure.definition
        lines = [
            f"{definition.label(language)}: {shown(explanation.figure)}",
            definition.formula(language),
            definition.source(language),
            *(f"− {reason_worded(row.reason)}: {_rows(row.count)}" for row in explanation.exclusions),
        ]
        self.answer(explanation_document(explanation, language), "\n".join(lines))


def _rows(count: int) -> str:
    return ngettext("%(count)s row", "%(count)s rows", count) % {"count": count}
