"""`etabli figures`: the figures of an establishment or a scope over a period."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.utils.translation import get_language, gettext, gettext_lazy

from etabli.core.perimeter import parse
from etabli.indicators import rules
from etabli.indicators.definitions import every_definition
from etabli.indicators.documents import figure_documents
from etabli.indicators.formats import shown
from etabli.indicators.management.arguments import add_place_and_period, known_code, place_and_period
from etabli.indicators.perimeters import figures_within, worded
from etabli.indicators.queries import Figure, establishments_in, figures
from etabli.kit.command import Command as Base


class Command(Base):
    help = gettext_lazy("List the figures of an establishment or a scope over a period.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_place_and_period(parser)
        parser.add_argument("--code", action="append", type=known_code, metavar="CODE")
        parser.add_argument(
            "--perimeter",
            default="",
            metavar="TEXT",
            help=gettext("ages=20-59,sex=F,without-reorientations,without-temporary: any of them"),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        scope, period = place_and_period(options, self.create_parser("etabli", "figures"))
        codes = list(dict.fromkeys(options["code"] or ()))
        perimeter = parse(options["perimeter"])
        chosen = codes or None
        found = (
            figures(scope, period, chosen) if perimeter.is_whole else figures_within(scope, period, perimeter, chosen)
        )
        if len(codes) == 1 and not found:
            rules.check_kind(every_definition()[codes[0]], {place.kind for place in establishments_in(scope)})
        language = get_language() or "fr"
        lines = [self.worded(row, language) for row in found]
        if len(codes) == 1 and found[0].refusal is not None:
            self.refuse(found[0])
            return
        document: dict[str, Any] = {"figures": figure_documents(found)}
        if not perimeter.is_whole:
            document["perimeter"] = perimeter.written
            lines.insert(0, gettext("Perimeter: %(words)s") % {"words": worded(perimeter)})
        self.answer(document, "\n".join(lines))

    def worded(self, figure: Figure, language: str) -> str:
        """The figure, and beneath it, where the narrowest terminal has room, the code that `explain` asks for."""
        return f"{figure.definition.label(language)}: {shown(figure)}\n    {figure.definition.code}"

    def refuse(self, figure: Figure) -> None:
        """A figure asked alone that cannot be given: the usual document with its refusal, and exit code 1."""
        if figure.refusal is not None and not self.as_json:
            raise figure.refusal
        (document,) = figure_documents([figure])
        self.answer({"figures": [document], "refusal": document["refusal"]})
        self.errors_found()
