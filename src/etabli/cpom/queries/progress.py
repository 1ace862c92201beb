"""Where the objectives of a contract stand, year by year and over the whole of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from etabli.core.periods import Period, month_start
from etabli.cpom import rules
from etabli.cpom.models import Contract, Objective, ObjectiveTerms, RegionalTarget, Statement
from etabli.cpom.queries.contracts import Agreed, Regional, agreed
from etabli.cpom.queries.figures import Members, Want, measured, members_of
from etabli.cpom.states import OTHER, Horizon, Standing
from etabli.indicators.definitions import Basis, Definition, definitions
from etabli.indicators.formats import is_percentage
from etabli.indicators.queries import Figure


@dataclass(frozen=True)
class Span:
    """A year of the contract, or the whole of it (`year` None). `past`: its whole months so far; None before there is one."""

    year: int | None
    period: Period
    past: Period | None

    @property
    def over(self) -> bool:
        return self.past == self.period

    @property
    def is_whole_year(self) -> bool:
        """From a 1 January to the next; a contract may begin or end within a year."""
        return self.year is not None and self.period == Period(date(self.year, 1, 1), date(self.year + 1, 1, 1))


@dataclass(frozen=True)
class Cell:
    """An objective over a span. `terms` None: nothing is promised then. `target`: fraction or count, None when there is none.

    `regional`: the target of the region, which prevails; both are judged.
    """

    span: Span
    terms: ObjectiveTerms | None
    figure: Figure | None
    target: float | None
    target_words: str
    standing: Standing
    regional: RegionalTarget | None
    regional_standing: Standing | None
    statement: Statement | None
    provisional: bool


@dataclass(frozen=True)
class Progress:
    """An objective: a cell a year, and one over the whole contract."""

    agreed: Agreed
    years: tuple[Cell, ...]
    whole: Cell

    @property
    def objective(self) -> Objective:
        return self.agreed.objective

    @property
    def terms(self) -> ObjectiveTerms:
        return self.agreed.last

    @property
    def definition(self) -> Definition | None:
        return None if self.terms.measure == OTHER else definitions().get(self.terms.measure)

    @property
    def is_by_year(self) -> bool:
        """True for a target of each year of a figure that grows with the days counted, such as days of absence: over several
        years only its mean a year compares with it."""
        one = self.definition
        if one is None or self.terms.horizon == Horizon.TERM or one.basis == Basis.LAST_DAY or is_percentage(one):
            return False
        return not one.is_ratio or one.unit in ("days/persons", "hours/persons")

    @property
    def full_years(self) -> list[Cell]:
        """The whole calendar years that are over and have a value of the present measure."""
        over = [cell for cell in self.years if cell.span.is_whole_year and cell.span.over]
        return [cell for cell in over if self.value_of(cell) is not None]

    @property
    def mean_a_year(self) -> float | None:
        """Of the full years; None when there is none."""
        values = [value for cell in self.full_years if (value := self.value_of(cell)) is not None]
        return sum(values) / len(values) if values else None

    def value_of(self, cell: Cell) -> float | None:
        """What is measured of the present measure; None for another one."""
        if self.definition is None or cell.figure is None or cell.figure.definition.code != self.definition.code:
            return None
        return cell.figure.value

    @property
    def headline(self) -> Cell:
        """Where it stands now: over the whole contract for a target of the whole, else the last year begun."""
        if self.terms.horizon == Horizon.TERM:
            return self.whole
        begun = [cell for cell in self.years if cell.span.past is not None]
        return begun[-1] if begun else self.years[0]


def spans_of(contract: Contract, on: date) -> tuple[list[Span], Span]:
    """The years of a contract and the whole of it, as far as whole months go on a day."""
    past = Period(date.min, month_start(on))
    years = [Span(part.start.year, part, part.cut(past)) for part in contract.period.years()]
    return years, Span(None, contract.period, contract.period.cut(past))


def progress_of(
    contract: Contract, objectives: Sequence[Objective], on: date, open_months: Sequence[date]
) -> list[Progress]:
    """Where the objectives of a contract stand on a day.

    `open_months`: first days of the months whose figures may still change.
    """
    place = contract.establishment
    held = agreed(objectives)
    members = members_of(objectives, place)
    years, whole = spans_of(contract, on)
    wants = {
        Want(code, span.past, members[one.objective.pk])
        for one in held
        for code in one.measures
        for span in (*years, whole)
        if span.past is not None
    }
    found = measured(place, wants)
    make = _Cells(found, Regional.of(place), members, open_months)
    return [Progress(one, tuple(make.cell(one, span) for span in years), make.cell(one, whole)) for one in held]


class _Cells:
    def __init__(
        self,
        found: dict[Want, Figure],
        regional: Regional,
        members: dict[int, Members],
        open_months: Sequence[date],
    ) -> None:
        self._found, self._regional, self._members, self._open = found, regional, members, open_months

    def cell(self, one: Agreed, span: Span) -> Cell:
        day = span.period.last_day
        terms = one.on(day)
        # What was counted before an objective was dropped stays worth reading.
        measure = (terms or one.last).measure
        members = self._members[one.objective.pk]
        figure = self._found.get(Want(measure, span.past, members)) if span.past else None
        target, words = target_over(terms, span)
        statement = one.statements.get(span.year) if span.year is not None else one.last_statement
        regional = None if members is not None else self._regional.on(measure, day)
        return Cell(
            span=span,
            terms=terms,
            figure=figure,
            target=target,
            target_words=words,
            standing=_standing(terms, span, figure, target, words, statement),
            regional=regional,
            regional_standing=_regional_standing(regional, span, figure),
            statement=statement,
            provisional=span.past is not None and any(month in span.past for month in self._open),
        )


def target_over(terms: ObjectiveTerms | None, span: Span) -> tuple[float | None, str]:
    """The target that holds over a span, and its words: of its own year, else that of every year."""
    if terms is None or (terms.horizon == Horizon.TERM) != (span.year is None):
        return None, ""
    own = next((row for row in terms.years.all() if row.year == span.year), None)
    value, words = (terms.target, terms.target_words) if own is None else (own.target, own.target_words)
    definition = definitions().get(terms.measure)
    return rules.whole_target(value, definition is not None and definition.is_ratio), words


def _standing(
    terms: ObjectiveTerms | None,
    span: Span,
    figure: Figure | None,
    target: float | None,
    words: str,
    statement: Statement | None,
) -> Standing:
    if terms is None:
        return Standing.NO_TARGET
    if terms.measure != OTHER:
        value = figure.value if figure is not None else None
        return rules.standing(terms.direction, value, target, begun=span.past is not None, over=span.over)
    met = statement.met if statement is not None else None
    if met is None and not words:
        return Standing.NO_TARGET
    return rules.standing_said(met, begun=span.past is not None, over=span.over)


def _regional_standing(regional: RegionalTarget | None, span: Span, figure: Figure | None) -> Standing | None:
    if regional is None or figure is None:
        return None
    target = rules.whole_target(regional.value, figure.definition.is_ratio)
    return rules.standing(regional.direction, figure.value, target, begun=span.past is not None, over=span.over)
