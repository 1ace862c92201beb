"""`etabli trace NUMBER`: from each line of an invoice to who, or which group, did what part of it."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.utils.translation import gettext, gettext_lazy

from etabli.billing.queries import invoice_numbered
from etabli.billing.trace import Contributor, LineTrace, contributors_of, trace, trace_facts, with_codes
from etabli.core.refusal import Refusal
from etabli.kit import localised
from etabli.kit.clock import now
from etabli.kit.command import Command as Base
from etabli.orders.actions import name_for_client
from etabli.org.queries import establishment_of
from etabli.production.queries.lines import GROUP, PERSON


class Command(Base):
    help = gettext_lazy("From each line of an invoice to who did what part of it, by the codes that its client knows.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", metavar="NUMBER")
        parser.add_argument("--establishment", metavar="FINESS")

    def handle(self, *args: Any, **options: Any) -> None:
        place = None
        if options["establishment"]:
            place = establishment_of(options["establishment"])
            if place is None:
                raise Refusal("no_such_establishment", value=options["establishment"])
        invoice = invoice_numbered(options["number"], place)
        traced = trace(invoice)
        keys = {kind: [key for of, key in contributors_of(traced) if of == kind] for kind in (PERSON, GROUP)}
        name_for_client(client=invoice.client, persons=keys[PERSON], groups=keys[GROUP], by=None, at=now())
        traced = with_codes(invoice, traced)
        self.answer(trace_facts(invoice, traced), "\n".join(text for row in traced for text in _lines(row)))


def _lines(row: LineTrace) -> list[str]:
    head = f"{row.line.position}. {row.line.text}: {localised.hours(row.minutes)}, {localised.quantity(row.quantity)}"
    return [head, *(f"   {_part(part)}" for part in row.contributors)]


def _part(part: Contributor) -> str:
    who = part.code or gettext("nobody in particular")
    share = localised.ratio(part.share / 10_000)
    return f"{who}: {localised.hours(part.minutes)}, {localised.quantity(part.quantity)} ({share})"
