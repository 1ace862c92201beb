"""Arguments shared by the commands of figures: which establishment or scope, which period."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext

from etabli.core.periods import Period
from etabli.core.refusal import Refusal
from etabli.indicators.definitions import every_definition
from etabli.indicators.queries import scope_named, scope_of
from etabli.org.queries import establishment_of


def iso_day(text: str) -> date:
    """A day written YYYY-MM-DD."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(gettext("“%(text)s” is not a day: write YYYY-MM-DD") % {"text": text}) from None


def known_code(text: str) -> str:
    if text not in every_definition():
        known = ", ".join(every_definition())
        raise ArgumentTypeError(
            gettext("“%(text)s” is not a figure. Figures: %(known)s") % {"text": text, "known": known}
        )
    return text


def add_place_and_period(parser: ArgumentParser) -> None:
    place = parser.add_mutually_exclusive_group(required=True)
    place.add_argument("--establishment", metavar="FINESS")
    place.add_argument("--scope", help="association[:NAME or SIREN], departement:38 or nation:FR")
    parser.add_argument("--from", dest="start", type=iso_day, required=True, metavar="YYYY-MM-DD")
    parser.add_argument("--to", dest="end", type=iso_day, required=True, metavar="YYYY-MM-DD", help="excluded")


def place_and_period(options: dict[str, Any], parser: CommandParser) -> tuple[str, Period]:
    """The scope and the period asked for. Wrong usage ends the command (exit 2); an unknown place is a Refusal."""
    if options["end"] <= options["start"]:
        parser.error(gettext("--to comes after --from: it is the first day left out."))
    period = Period(options["start"], options["end"])
    if options["scope"]:
        return scope_named(options["scope"]), period
    establishment = establishment_of(options["establishment"])
    if establishment is None:
        raise Refusal("no_such_establishment", value=options["establishment"])
    return scope_of(establishment), period
