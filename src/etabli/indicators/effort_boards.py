"""The pages of effort, as plain values in the reader's language."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext

from etabli.indicators.effort import REST, Effort, Measure, effort_of, per_person, totals, totals_for, workshop_rows
from etabli.indicators.models import EffortFile
from etabli.kit import localised
from etabli.org.models import Association, Establishment, Workshop
from etabli.people.models import Person

AMOUNTS = (Measure.SUPPORTED, Measure.SESSIONS, Measure.MINUTES, Measure.ADAPTATIONS, Measure.COST, Measure.SAVED)
_SHOWN = {Measure.MINUTES: localised.hours, Measure.SAVED: localised.hours, Measure.COST: localised.money}


def shown(measure: Measure, amount: int | None) -> str:
    """An amount in its unit; a dash for what is not told."""
    return "–" if amount is None else _SHOWN.get(measure, localised.number)(amount)


def board(effort: Effort, place: Establishment, persons: Iterable[Person]) -> dict[str, Any]:
    """Totals, rows of workshops and of these persons."""
    names = dict(Workshop.objects.filter(establishment=place).order_by("pk").values_list("pk", "name"))
    return {
        "year": str(effort.year),
        "totals": _row(gettext("All together"), totals(effort)),
        "workshops": [_row(_name(row["name"]), row) for row in workshop_rows(effort, names)],
        "persons": [
            {"pk": person.pk, **_row(str(person), {str(one): given.get(one, 0) for one in Measure})}
            for person in persons
            if (given := effort.of_person(person.pk)) is not None
        ],
    }


def _name(name: object) -> str:
    return str(name) if name != REST else gettext("Others together")


def _row(name: str, sums: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": name, "cells": [shown(measure, sums.get(str(measure))) for measure in (Measure.PERSONS, *AMOUNTS)]}


def comparison(association: Association, year: int, known: Collection[int]) -> dict[str, Any]:
    """The association and those whose file of that year it took in, per person engaged; a dash for what is not told.

    `known`: keys of the establishments whose sums the reader sees.
    """
    places = list(Establishment.objects.filter(association=association))
    own = totals_for(effort_of(places, year), known)
    files = EffortFile.objects.filter(association=association, starts_on=date(year, 1, 1)).order_by(
        "organisation", "pk"
    )
    return {
        "year": str(year),
        "rows": [
            _compared(association.name, own, None),
            *(_compared(row.organisation, row.content["measures"], row.pk) for row in files),
        ],
    }


def _compared(name: str, sums: Mapping[str, int | None], pk: int | None) -> dict[str, Any]:
    def each(measure: Measure, show: Any) -> str:
        amount = per_person(sums, measure)
        return "–" if amount is None else str(show(amount))

    return {
        "name": name,
        "pk": pk,
        "cells": [
            shown(Measure.PERSONS, sums.get(str(Measure.PERSONS))),
            each(Measure.SUPPORTED, localised.ratio),
            each(Measure.MINUTES, lambda minutes: localised.hours(round(minutes))),
            each(Measure.ADAPTATIONS, lambda number: localised.number(number, 2)),
            each(Measure.COST, lambda cents: localised.money(round(cents))),
            each(Measure.SAVED, lambda minutes: localised.hours(round(minutes))),
        ],
    }
