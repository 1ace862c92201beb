"""`etabli figures`: the figures of an establishment or a scope over a period."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.utils.translation import get_language, gettext_lazy

from etabli.indicators import rules
from etabli.indicators.definitions import definitions
from etabli.indicators.documents import figure_documents
from etabli.indicators.formats import shown
from etabli.indicators.management.arguments import add_place_and_period, known_code, place_and_period
from etabli.indicators.queries import Figure, establishments_in, figures
from etabli.kit.command import Command as Base


class Command(Base):
    help = gettext_lazy("List the figures of an establishment or a scope over a period.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_place_and_period(parser)
        parser.add_argument("--code", action="append", type=known_code, metavar="CODE")

    def handle(self, *args: Any, **options: Any) -> None:
        scope, period = place_and_period(options, self.create_parser("etabli", "figures"))
        codes = list(dict.fromkeys(options["code"] or ()))
        found = figures(scope, period, codes or None)
        if len(codes) == 1 and not found:
            rules.check_kind(definitions()[codes[0]], {place.kind for place in establishments_in(scope)})
        language = get_language() or "fr"
        lines = [f"{row.definition.label(language)}: {shown(row)}" for row in found]
        if len(codes) == 1 and found[0].refusal is not None:
            self.refuse(found[0])
            return
        self.answer({"figures": figure_documents(found)}, "\n".join(lines))

    def refuse(self, figure: Figure) -> None:
        """A figure asked alone that cannot be given: the usual document with its refusal, and exit code 1."""
        if figure.refusal is not None and not self.as_json:
            raise figure.refusal
        (document,) = figure_documents([figure])
        self.answer({"figures": [document], "refusal": document["refusal"]})
        self.errors_found()
