"""`etabli figures`: the figures of an establishment or a scope over a period."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.utils.translation import get_language, gettext_lazy

from etabli.indicators.documents import figure_document
from etabli.indicators.formats import shown
from etabli.indicators.management.arguments import add_place_and_period, known_code, place_and_period
from etabli.indicators.queries import figure, figures
from etabli.kit.command import Command as Base


class Command(Base):
    help = gettext_lazy("List the figures of an establishment or a scope over a period.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_place_and_period(parser)
        parser.add_argument("--code", action="append", type=known_code, metavar="CODE")

    def handle(self, *args: Any, **options: Any) -> None:
        scope, period = place_and_period(options, self.create_parser("etabli", "figures"))
        codes = options["code"]
        found = [figure(codes[0], scope, period)] if codes and len(codes) == 1 else figures(scope, period, codes)
        language = get_language() or "fr"
        lines = [f"{row.definition.label(language)}: {shown(row)}" for row in found]
        self.answer({"figures": [figure_document(row) for row in found]}, "\n".join(lines))
