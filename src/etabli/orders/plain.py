"""A line of a quote as plain values, so that one taken out can be put back by undo."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any

from etabli.orders.actions import LineSpec
from etabli.orders.models import Product, QuoteLine, VatTreatment
from etabli.org.models import Establishment, Workshop

_ROWS: dict[str, Any] = {"product": Product, "vat": VatTreatment, "workshop": Workshop}


def plain_line(line: QuoteLine) -> dict[str, Any]:
    """Fields of a `LineSpec`: keys for rows, days as text."""
    values = {field.name: getattr(line, field.name) for field in fields(LineSpec) if field.name not in _ROWS}
    keys = {name: getattr(line, f"{name}_id") for name in _ROWS}
    return {**values, **keys, "due_on": line.due_on and line.due_on.isoformat()}


def line_again(establishment: Establishment, values: dict[str, Any]) -> LineSpec:
    """The line of those values. Rows that are gone meanwhile are left out."""
    rows = {
        name: model.objects.filter(establishment=establishment, pk=values[name]).first()
        for name, model in _ROWS.items()
    }
    due_on = date.fromisoformat(values["due_on"]) if values["due_on"] else None
    return LineSpec(**{**values, **rows, "due_on": due_on})
