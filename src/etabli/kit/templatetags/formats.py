"""Filters of `kit.localised`, in every template. None and empty show as nothing, except in `ratio`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

from etabli.kit import localised

register = template.Library()


def _filter(name: str, show: Callable[..., str]) -> None:
    # One optional argument by name: Django counts them.
    def shown(value: Any, argument: Any = None) -> str:
        if value is None or value == "":
            return ""
        return show(value) if argument is None else show(value, argument)

    shown.__doc__ = show.__doc__
    register.filter(name, shown)


_filter("hours", localised.hours)
_filter("decimal_hours", localised.decimal_hours)
_filter("quantity", localised.quantity)
_filter("money", localised.money)
_filter("unit_price", localised.unit_price)
_filter("number", localised.number)
_filter("day", localised.day)
_filter("moment", localised.moment)
_filter("half_day", localised.half_day)


@register.filter
def colon(label: Any, text: Any) -> str:
    """See `localised.colon`; what a template has translated already is not escaped twice."""
    return mark_safe(localised.colon(conditional_escape(label), conditional_escape(text)))


register.filter("ratio", localised.ratio)
