"""Sample data of the component gallery: every component once, as a page would call it. Invented, and said to be."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.utils.translation import gettext_lazy as _


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=_("Name"), help_text=_("As on the contract."))
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", "—"), ("a", _("Absence")), ("p", _("Presence"))])
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    half = forms.ChoiceField(
        label=_("Half-day"), choices=[("m", _("Morning")), ("a", _("Afternoon"))], widget=forms.RadioSelect
    )
    sheet = forms.FileField(label=_("Sheet"), required=False)
    justified = forms.BooleanField(label=_("A proof was received"), required=False)


COLUMNS: list[dict[str, Any]] = [
    {"label": _("Person"), "sort_url": "?sort=name", "sorted": "ascending"},
    {"label": _("Workshop")},
    {"label": _("State")},
    {"label": _("Hours"), "numeric": True},
]
ROWS: list[dict[str, Any]] = [
    {
        "cells": [
            {"text": name, "header": True, "url": "#table"},
            {"text": workshop},
            {"text": word, "status": kind},
            {"text": hours, "numeric": True},
        ]
    }
    for name, workshop, kind, word, hours in (
        ("Martin, Lise", "Blanchisserie", "ok", _("Complete"), "151 h 40"),
        ("Peeters, Jan", "Menuiserie", "watch", _("Sick note awaited"), "116 h 40"),
        ("Roussel, Amina", "Espaces verts", "late", _("3 half-days missing"), "98 h 00"),
    )
]
FOOTER: list[dict[str, Any]] = [
    {"text": _("Total"), "header": True},
    {"text": ""},
    {"text": ""},
    {"text": "366 h 20", "numeric": True},
]
TABS = [
    {"label": _("Week"), "url": "#tabs", "current": True},
    {"label": _("Month"), "url": "#tabs"},
    {"label": _("Missing"), "url": "#tabs", "count": 7},
]
CRUMBS = [{"label": _("People"), "url": "#breadcrumb"}, {"label": "Lise Martin"}]
CODES = [
    {"symbol": "P", "label": _("Present"), "tint": 1},
    {"symbol": "M", "label": _("Sick"), "tint": 3},
    {"symbol": "CP", "label": _("Paid leave"), "tint": 2},
    {"symbol": "F", "label": _("Training"), "tint": 5},
    {"symbol": "AI", "label": _("Unjustified"), "tint": 4},
]
GRID = [
    {"name": name, "cells": [{"symbol": symbol, "tint": tint, "state": state} for symbol, tint, state in cells]}
    for name, cells in (
        ("Martin, Lise", [("P", 1, "")] * 9 + [("", 8, "closed")]),
        (
            "Peeters, Jan",
            [("P", 1, "")] * 3 + [("M", 3, "awaited")] * 4 + [("", 0, "missing")] * 2 + [("", 8, "closed")],
        ),
        ("Roussel, Amina", [("CP", 2, ""), ("", 0, "not-due")] * 4 + [("F", 5, ""), ("", 8, "closed")]),
    )
]
DAYS = [_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri")]


def samples() -> dict[str, Any]:
    """The context of `kit/gallery.html`."""
    wrong = SampleForm({"name": "", "kind": "a", "day": "2026-03-02", "half": "m"})
    return {
        "columns": COLUMNS,
        "rows": ROWS,
        "footer": FOOTER,
        "tabs": TABS,
        "crumbs": CRUMBS,
        "codes": CODES,
        "grid": GRID,
        "days": DAYS,
        "form": wrong,
        "pages": second_page(),
    }


def second_page() -> Page[int]:
    return Paginator(range(60), 20).page(2)
