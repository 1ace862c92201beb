"""How the competences of one person evolve: the last level against the first, by whom, out of how many; and over time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext

from etabli.core.periods import day_no
from etabli.indicators.effect_wording import index_worded
from etabli.indicators.presenting import signs
from etabli.kit import localised
from etabli.kit.charts import Picture, Seen
from etabli.support.models import Assessment, Reliability
from etabli.support.queries import Line, baseline, index_of, latest, line_of
from etabli.support.queries.evaluating import Scale
from etabli.support.states import AssessmentContext, Rater
from etabli.support.wording import CONTEXTS, RATERS


@dataclass(frozen=True)
class Evolution:
    """The assessments of one line with a level, the oldest first. `key`: of the line, as an address has it."""

    line: Line
    title: str
    rows: tuple[Assessment, ...]

    @property
    def key(self) -> str:
        return f"{self.line.framework}|{self.line.scale_since}|{self.line.code}"

    @property
    def key_quoted(self) -> str:
        return quote(self.key)


def evolutions(rows: Sequence[Assessment]) -> dict[str, Evolution]:
    """By key, in the order of the titles. `rows`: as `support.queries.assessments_of` gives them."""
    by_line: defaultdict[Line, list[Assessment]] = defaultdict(list)
    for row in rows:
        if row.level:
            by_line[line_of(row.competence)].append(row)
    found = [Evolution(line, seen[-1].competence.title, tuple(seen)) for line, seen in by_line.items()]
    return {one.key: one for one in sorted(found, key=lambda one: (one.title, one.key))}


def evolution_rows(
    rows: Sequence[Assessment], found: Mapping[str, Evolution], known: Mapping[Scale, Reliability]
) -> list[dict[str, Any]]:
    """One row a competence: first and last level seen by others, the difference, and what the person last said herself."""
    first, last, told = baseline(rows), latest(rows), latest(rows, Rater.PERSON)
    return [_row(one, first.get(one.line), last.get(one.line), told.get(one.line), known) for one in found.values()]


def _row(
    one: Evolution,
    first: Assessment | None,
    last: Assessment | None,
    told: Assessment | None,
    known: Mapping[Scale, Reliability],
) -> dict[str, Any]:
    others = [row for row in one.rows if not row.by_person]
    shown = {
        "key": one.key,
        "title": one.title,
        "first": _cell(first),
        "last": _cell(last) if first and last and first.pk != last.pk else None,
        "told": _cell(told),
        "assessments": len(others),
        "raters": len({row.rater_id for row in others}),
        "change": "",
        "index": "",
    }
    if first and last and first.level and last.level and first.pk != last.pk:
        shown["change"] = change_worded(last.level.rank - first.level.rank)
        scale = (one.line.framework, one.line.scale_since)
        shown["index"] = index_worded(index_of(first.level.rank, last.level.rank, known.get(scale)))
    return shown


def change_worded(levels: int) -> str:
    """A difference of levels, with its sign."""
    if not levels:
        return gettext("the same")
    return f"{'+' if levels > 0 else '−'}{abs(levels)}"


def _cell(row: Assessment | None) -> dict[str, Any] | None:
    if row is None or row.level is None:
        return None
    return {"label": row.level.label, "rank": row.level.rank, "day": row.day, "rater": _rater(row)}


def _rater(row: Assessment) -> str:
    if row.by_person:
        return str(RATERS[Rater.PERSON])
    return (row.rater.get_full_name() or row.rater.get_username()) if row.rater else ""


def timeline_rows(one: Evolution) -> list[dict[str, Any]]:
    """Every assessment behind the drawing, the newest first."""
    return [
        {
            "day": row.day,
            "label": row.level.label if row.level else "",
            "rank": row.level.rank if row.level else None,
            "rater": _rater(row),
            "context": CONTEXTS[AssessmentContext(row.context)],
            "task": row.task,
        }
        for row in reversed(one.rows)
    ]


def picture_of(one: Evolution, highest: int) -> Picture:
    """The levels over time. `highest`: the highest rank of their scale."""
    levels = tuple(
        Seen(day_no(row.day), localised.day(row.day, "short"), row.level.rank, row.by_person)
        for row in one.rows
        if row.level
    )
    first, last = levels[0], levels[-1]
    words = {"first": first.rank, "first_day": first.label, "last": last.rank, "last_day": last.label}
    return Picture(
        title=gettext("%(competence)s, level over time") % {"competence": one.title},
        description=gettext("From level %(first)s on %(first_day)s to level %(last)s on %(last_day)s.") % words,
        signs=signs(),
        levels=levels,
        highest=highest,
    )
