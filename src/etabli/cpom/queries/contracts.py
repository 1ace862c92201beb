"""Contracts, their objectives, and what was agreed and said of each; a fixed number of queries however many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from etabli.cpom.access import CpomRight
from etabli.cpom.models import BasinRow, Contract, Objective, ObjectiveTerms, RegionalTarget, Statement
from etabli.cpom.queries.figures import of_few
from etabli.cpom.states import OTHER
from etabli.indicators.access import IndicatorsRight
from etabli.org.models import Establishment, User


def contracts_of(user: User, place: Establishment, right: str = CpomRight.READ) -> QuerySet[Contract]:
    """Contracts that the user may see there, the newest first, each with `number` of the objectives she may see of it."""
    rows = Contract.objects.visible_to(user, place, right).select_related("establishment__association")
    seen = Q(objectives__in=objectives_of(user, place, right).order_by().values("pk"))
    return rows.annotate(number=Count("objectives", filter=seen)).order_by("-starts_on", "pk")


def objectives_of(user: User, place: Establishment, right: str = CpomRight.READ) -> QuerySet[Objective]:
    """Objectives that the user may see there, in order.

    Who may not see the persons behind a figure sees none set for few persons either: its figure would tell of them.
    """
    rows = Objective.objects.visible_to(user, place, right)
    if not user.may(IndicatorsRight.NOMINATIVE, place):
        rows = rows.exclude(pk__in=of_few(place))
    return rows.select_related("contract__establishment__association", "workshop", "work_group", "person")


@dataclass(frozen=True)
class Agreed:
    """An objective with its terms, oldest first, and the last statement of each year."""

    objective: Objective
    terms: tuple[ObjectiveTerms, ...]
    statements: dict[int, Statement]

    @property
    def last(self) -> ObjectiveTerms:
        return self.terms[-1]

    @property
    def last_statement(self) -> Statement | None:
        """That of the latest year of which something was said."""
        return self.statements[max(self.statements)] if self.statements else None

    def on(self, day: date) -> ObjectiveTerms | None:
        """The terms that hold on a day; None before the first, and once withdrawn."""
        held = [row for row in self.terms if row.starts_on <= day]
        return held[-1] if held and not held[-1].withdrawn else None

    @property
    def measures(self) -> set[str]:
        """Codes of the definitions that its terms ever named."""
        return {row.measure for row in self.terms} - {OTHER}


def agreed(objectives: Sequence[Objective]) -> list[Agreed]:
    """The objectives with what was agreed and said; three queries."""
    keys = [row.pk for row in objectives]
    terms: defaultdict[int, list[ObjectiveTerms]] = defaultdict(list)
    for row in ObjectiveTerms.objects.filter(objective__in=keys).prefetch_related("years").order_by("starts_on", "pk"):
        terms[row.objective_id].append(row)
    said: defaultdict[int, dict[int, Statement]] = defaultdict(dict)
    for statement in Statement.objects.filter(objective__in=keys).order_by("said_on", "pk"):
        said[statement.objective_id][statement.year] = statement
    return [Agreed(row, tuple(terms[row.pk]), said[row.pk]) for row in objectives if terms[row.pk]]


def regional_targets(user: User, place: Establishment, right: str = CpomRight.READ) -> QuerySet[RegionalTarget]:
    return RegionalTarget.objects.visible_to(user, place, right).order_by("code", "-starts_on")


@dataclass(frozen=True)
class Regional:
    """The targets of the region for one establishment."""

    rows: tuple[RegionalTarget, ...]

    @classmethod
    def of(cls, place: Establishment) -> Regional:
        """One query."""
        return cls(tuple(RegionalTarget.objects.filter(establishment=place).order_by("starts_on")))

    def on(self, code: str, day: date) -> RegionalTarget | None:
        """The one that holds for a figure on a day."""
        for row in self.rows:
            if row.code == code and row.starts_on <= day and (row.ends_before is None or day < row.ends_before):
                return row
        return None


def basin_rows(user: User, place: Establishment, right: str = CpomRight.READ) -> QuerySet[BasinRow]:
    """Numbers on the job basin, by what they count, the newest year first."""
    return BasinRow.objects.visible_to(user, place, right).order_by("indicator", "-year")
