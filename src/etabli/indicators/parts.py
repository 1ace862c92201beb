"""The words of the parts of figures: those of `wording`, and the names of workshops."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext

from etabli.core.facts_load import NO_WORKSHOP, workshop_of
from etabli.core.periods import monday_of
from etabli.indicators.formats import reason_worded
from etabli.indicators.queries import Contribution
from etabli.org.models import Workshop

EVERY_WORKSHOP = "every_workshop"
"""The part of rows that were of workshops and are told together."""


def is_of_workshop(part: str) -> bool:
    """True for a part of a figure that is counted by workshop and week."""
    return part in (NO_WORKSHOP, EVERY_WORKSHOP) or workshop_of(part) is not None


def workshops_together(rows: Iterable[Contribution]) -> list[Contribution]:
    """Rows counted by workshop joined week by week, for who sees nobody behind a figure; the others as they are.

    A workshop may be of one person: what it can do in a week tells her rhythm, and whether she was away the year before.
    """
    told: list[Contribution] = []
    weeks: defaultdict[tuple[int, date], list[Contribution]] = defaultdict(list)
    for row in rows:
        if is_of_workshop(row.part) and not row.excluded:
            weeks[row.establishment, monday_of(row.day)].append(row)
        else:
            told.append(row)
    return told + [_week(rows, monday) for (_, monday), rows in weeks.items()]


def _week(rows: Sequence[Contribution], monday: date) -> Contribution:
    num, den = sum(row.num for row in rows), sum(row.den for row in rows)
    return replace(rows[0], day=monday, part=EVERY_WORKSHOP, num=num, den=den)


def parts_worded(parts: Iterable[str]) -> dict[str, str]:
    """The word of each part; one query where some are workshops, none else. Those of several houses tell theirs."""
    keys = {part: workshop_of(part) for part in parts if part}
    names = _names([key for key in keys.values() if key is not None])
    own = {EVERY_WORKSHOP: gettext("All workshops")}
    return {
        part: names.get(key, part) if key is not None else own.get(part) or reason_worded(part)
        for part, key in keys.items()
    }


def _names(workshops: Sequence[int]) -> dict[int, str]:
    if not workshops:
        return {}
    rows = list(Workshop.objects.filter(pk__in=workshops).values_list("pk", "name", "establishment__name"))
    if len({house for _, _, house in rows}) == 1:
        return {key: name for key, name, _ in rows}
    return {key: f"{name} ({house})" for key, name, house in rows}
