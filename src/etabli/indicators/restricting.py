"""A figure that counts persons, of those alone of whom a free field says one value.

It names nobody, has no parts and is told of five people at least: what is written stays encrypted in the database, so persons
are sorted here, and a figure that the house prints or hands on says no more than `rules.tellable` lets it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext

from etabli.core.periods import Period
from etabli.core.refusal import Refusal
from etabli.indicators import drilling
from etabli.indicators.definitions import Definition
from etabli.indicators.drilling import Explained
from etabli.indicators.explaining import Summary, summary_of
from etabli.indicators.queries import Known, refusal_of, scope_of
from etabli.indicators.rules import check_tellable
from etabli.kit.wording import sentence
from etabli.org.models import Establishment
from etabli.people.models import Person
from etabli.support.models import FreeField
from etabli.support.queries.free_figures import NOTHING
from etabli.support.showing_free_figures import row_worded


@dataclass(frozen=True)
class Restriction:
    """`row` of the field, see `FreeFigure`; `rows`: that of each person (key) of whom something is written."""

    field: FreeField
    row: str
    rows: Mapping[int, str]

    @property
    def words(self) -> str:
        return f"{self.field.label} = {row_worded(self.field, self.row)}"

    def keep(self, person: int) -> bool:
        return self.rows.get(person, NOTHING) == self.row


@dataclass(frozen=True)
class Restricted:
    """A figure as it may be told; `persons`: keys of those whose values were opened for it, and of those it counts."""

    explained: Explained
    rows: list[dict[str, Any]]
    persons: list[int]


def restricted(definition: Definition, place: Establishment, period: Period, restriction: Restriction) -> Restricted:
    """The figure of those inside, for a page and as the rows of a sheet; a refused one has no rows. A fixed number of queries."""
    refusal: Refusal | None = refusal_of(definition, [place], period, Known.of([place], period))
    if refusal is not None:
        return Restricted(_not_given(refusal), [], sorted(restriction.rows))
    scope, nobody = scope_of(place), Person.objects.none()
    known = _counted(summary_of(definition, scope, period))
    persons = sorted({*restriction.rows}.union(*known))
    try:
        check_tellable(known, restriction.rows, restriction.row, NOTHING)
    except Refusal as few:
        return Restricted(_not_given(few), [], persons)
    explained = drilling.explanation(definition, [place], scope, period, nobody, restriction.keep)
    rows, _ = drilling.export_rows(definition, [place], scope, period, nobody, restriction.keep)
    rows[-1]["part"] = restriction.words
    return Restricted(replace(explained, parts=(), exclusions=(), by_person=False, is_drawn=False), rows, persons)


def _not_given(refusal: Refusal) -> Explained:
    return Explained(gettext("not given"), refusal=sentence(refusal))


def _counted(summary: Summary) -> list[frozenset[int]]:
    """Those whom a figure counts, those in its numerator, those in its denominator (keys)."""
    rows = [row for row in summary.groups if row.subject is not None and not row.excluded]
    groups = (rows, [row for row in rows if row.num], [row for row in rows if row.den])
    return [frozenset(row.subject for row in group if row.subject is not None) for group in groups]
