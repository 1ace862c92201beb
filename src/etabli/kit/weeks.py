"""Weeks of half-days (see `core.calendars`) as people read them: tables and words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from babel.dates import get_day_names
from django.utils.translation import get_language, gettext, ngettext

from etabli.core.calendars import Half, halves_of
from etabli.kit.localised import LOCALES, half_day

HALF_DAYS = 14
NO_HALF_DAY = "0" * HALF_DAYS


def day_name(day: int, width: str = "wide") -> str:
    """0 -> Monday. `width`: wide or abbreviated."""
    locale = LOCALES.get((get_language() or "fr")[:2], LOCALES["en"])
    return str(get_day_names(width, locale=locale)[day])


def short_day(day: int) -> dict[str, str]:
    return {"short": day_name(day, "abbreviated"), "name": day_name(day)}


def half_name(half: int) -> str:
    text = half_day(half)
    return text[:1].upper() + text[1:]


def half_day_of(day: int, half: int) -> str:
    """Monday morning."""
    return gettext("%(day)s %(half)s") % {"day": day_name(day), "half": half_day(half)}


def days_open(weeks: Iterable[str]) -> tuple[int, ...]:
    """Weekdays with at least one half-day in one of the weeks."""
    marked = {slot // 2 for week in weeks for slot in range(HALF_DAYS) if week[slot] == "1"}
    return tuple(sorted(marked))


def in_words(week: str) -> str:
    """The half-days of a week: "Monday, Tuesday, Friday morning"; "No half-day" for an empty one."""
    parts = []
    for day in range(7):
        halves = halves_of(week, day)
        if len(halves) == len(Half):
            parts.append(day_name(day))
        elif halves:
            parts.append(half_day_of(day, halves[0]))
    text = ", ".join(parts)
    return text[:1].upper() + text[1:].lower() if parts else gettext("No half-day")


def counted(weeks: Sequence[str]) -> str:
    """How many half-days a week; "9, then 8 half-days" when the weeks differ."""
    numbers = [week.count("1") for week in weeks]
    if len(set(numbers)) == 1:
        text = ngettext("%(count)d half-day a week", "%(count)d half-days a week", numbers[0])
        return text % {"count": numbers[0]}
    return gettext("%(counts)s half-days, week after week") % {"counts": ", ".join(map(str, numbers))}


def tables(weeks: Sequence[str], days: Sequence[int] = ()) -> list[dict[str, Any]]:
    """What `components/week_table.html` shows of each week. `days`: weekdays shown besides those marked."""
    shown = sorted({*days, *days_open(weeks)})
    return [
        {
            "caption": gettext("Week %(number)s of %(total)s") % {"number": number, "total": len(weeks)}
            if len(weeks) > 1
            else gettext("Half-days of the week"),
            "several": len(weeks) > 1,
            "days": [short_day(day) for day in shown],
            "rows": [
                {"label": half_name(half), "cells": [week[day * 2 + half] == "1" for day in shown]} for half in Half
            ],
            "words": in_words(week),
        }
        for number, week in enumerate(weeks, start=1)
    ]
