"""What the settings show: rows turned into plain values for their templates."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django.db.models import Q

from etabli.kit import localised, weeks
from etabli.kit.inputs import EARLIEST
from etabli.org.models import Establishment, EstablishmentYear, Opening, Parameter
from etabli.org.queries import named_holidays
from etabli.org.wording import PARAMETERS, UNITS

Line = dict[str, Any]
SHOWN = 4
"""Rows of a list that are not folded."""


def folded(rows: list[Line], shown: int = SHOWN) -> dict[str, Any]:
    """A list, the rest of it folded; one row too many is not worth a fold."""
    cut = shown if len(rows) > shown + 1 else len(rows)
    return {"shown": rows[:cut], "rest": rows[cut:]}


def _since(day: date) -> date | None:
    """None for the day that stands for "always"."""
    return day if day > EARLIEST else None


def places(place: Establishment, today: date) -> dict[str, Any]:
    rows = list(place.approved_places.order_by("-valid_from"))
    current = next((row.pk for row in rows if row.valid_from <= today), None)
    return folded(
        [
            {"pk": r.pk, "valid_from": _since(r.valid_from), "places": r.places, "is_current": r.pk == current}
            for r in rows
        ]
    )


def openings(place: Establishment, today: date) -> list[Line]:
    """By workshop, the establishment first: each with the opening in force or next, and the others folded."""
    rows = place.openings.select_related("workshop").order_by("-valid_from")
    by_workshop: dict[int | None, list[Opening]] = {None: []}
    for row in rows:
        by_workshop.setdefault(row.workshop_id, []).append(row)
    return [_openings_of(group, today) for group in by_workshop.values() if group]


def _openings_of(rows: list[Opening], today: date) -> Line:
    current = next((row for row in rows if row.valid_from <= today), rows[-1])
    lines = [
        {
            "pk": row.pk,
            "valid_from": _since(row.valid_from),
            "count": weeks.counted([row.week]),
            "words": weeks.in_words(row.week),
            "is_current": row == current,
        }
        for row in rows
    ]
    workshop = rows[0].workshop
    return {"workshop": workshop.name if workshop else "", "week": weeks.tables([current.week])[0], **folded(lines)}


def closures(place: Establishment, today: date) -> dict[str, Any]:
    """Those to come or running, the next one first; past ones folded, the last one first."""
    rows = [
        {
            "pk": row.pk,
            "starts_on": row.starts_on,
            "last_day": row.ends_before - timedelta(days=1),
            "days": (row.ends_before - row.starts_on).days,
            "reason": row.reason,
            "paid": row.paid,
            "is_past": row.ends_before <= today,
        }
        for row in place.closures.order_by("starts_on")
    ]
    return {
        "shown": [row for row in rows if not row["is_past"]],
        "rest": [row for row in reversed(rows) if row["is_past"]],
    }


def holidays(place: Establishment, year: int, language: str) -> list[Line]:
    worked = set(place.worked_holidays.filter(day__year=year).values_list("day", flat=True))
    named = named_holidays(place, year, language)
    return [{"day": day, "name": name, "worked": day in worked} for day, name in named]


def years(place: Establishment, today: date) -> dict[str, Any]:
    """Declared years, with the open days that the calendar makes."""
    open_days = dict(EstablishmentYear.objects.filter(establishment=place).values_list("year", "open_days"))
    rows = [
        {
            "pk": row.pk,
            "year": row.year,
            "opening_days": row.opening_days,
            "target_days": row.target_days,
            "open_days": open_days.get(row.year),
        }
        for row in place.declared_years.order_by("-year")
    ]
    return folded(rows)


def workshops(place: Establishment) -> list[Line]:
    return [{"pk": row.pk, "code": row.code, "name": row.name} for row in place.workshops.all()]


def parameters(place: Establishment, today: date) -> list[Line]:
    """By parameter: the value in force here, and every row, folded."""
    here = Q(establishment=None) | Q(establishment=place)
    by_code: dict[str, list[Parameter]] = {}
    for row in Parameter.objects.filter(here).order_by("code", "-valid_from", "-establishment"):
        by_code.setdefault(row.code, []).append(row)
    return [_parameter(code, rows, today) for code, rows in by_code.items()]


def _parameter(code: str, rows: list[Parameter], today: date) -> Line:
    own = [row for row in rows if row.establishment_id]
    since = min((row.valid_from for row in own), default=None)
    holds = [row for row in rows if row.establishment_id or since is None or row.valid_from < since]
    current = next((row for row in holds if row.valid_from <= today), None)
    return {
        "label": str(PARAMETERS.get(code, code)),
        "current": None if current is None else _value(current),
        "is_own": current is not None and current.establishment_id is not None,
        "source": "" if current is None else current.source,
        "rows": [
            {
                "pk": row.pk,
                "valid_from": _since(row.valid_from),
                "value": _value(row),
                "source": row.source,
                "is_own": row.establishment_id is not None,
                "is_current": row == current,
            }
            for row in rows
        ],
    }


def _value(row: Parameter) -> str:
    """The amount as people write it: `12,02 €`, `35 h`, `55,7 %`; other units by their name."""
    if row.unit.startswith("cents"):
        return localised.money(row.value)
    if row.unit.startswith("minutes"):
        return localised.hours(row.value)
    if row.unit.startswith("ten-thousandths"):
        return localised.ratio(Fraction(row.value, 10_000))
    return f"{localised.number(row.value)} {UNITS.get(row.unit, row.unit)}"
