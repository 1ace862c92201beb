"""Objectives as a screen or a paper shows them: plain values in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext

from etabli.cpom import rules
from etabli.cpom.models import Contract, Objective, ObjectiveTerms, RegionalTarget
from etabli.cpom.queries.contracts import Agreed, Regional
from etabli.cpom.queries.progress import Cell, Progress
from etabli.cpom.states import OTHER, Level, Standing
from etabli.cpom.wording import DIRECTIONS, HORIZONS, KINDS, LEVELS, STANDINGS
from etabli.indicators.choosing import as_query, in_words
from etabli.indicators.definitions import Definition, definitions
from etabli.indicators.formats import is_percentage, shown_value
from etabli.indicators.presenting import division, language, unit_of, value_of
from etabli.indicators.queries import tidy
from etabli.kit import localised
from etabli.kit.charts import Picture, Point, signs

Address = Callable[[str], str]
"""The address of the explanation of a figure, by its code, without a period."""


def level_of(objective: Objective) -> str:
    """Whom or what an objective is set for, by name."""
    names = {
        Level.WORKSHOP: objective.workshop,
        Level.GROUP: objective.work_group,
        Level.PERSON: objective.person,
    }
    named = names.get(objective.level)
    return str(LEVELS[objective.level]) if named is None else localised.colon(LEVELS[objective.level], named)


def measure_of(terms: ObjectiveTerms) -> str:
    """What is counted, by name; of what no definition counts its own unit."""
    definition = definitions().get(terms.measure)
    if definition is not None:
        return definition.label(language())
    return terms.unit if terms.measure == OTHER and terms.unit else gettext("told by hand")


def amount(definition: Definition, target: float) -> str:
    """A target as its figure is shown."""
    return shown_value(definition, tidy(target))


def aimed(terms: ObjectiveTerms, target: float | None, words: str) -> str:
    """A target with its direction: `at least 95,00 %`; empty when there is none."""
    definition = definitions().get(terms.measure)
    said = amount(definition, target) if definition is not None and target is not None else words
    if not said:
        return ""
    return f"{DIRECTIONS[terms.direction]} {said}" if definition is not None else said  # type: ignore[index]


def targets_of(terms: ObjectiveTerms) -> str:
    """Every target of some terms: the usual one, then those of years that have their own."""
    definition = definitions().get(terms.measure)
    ratio = definition is not None and definition.is_ratio
    usual = aimed(terms, rules.whole_target(terms.target, ratio), terms.target_words)
    years = [
        localised.colon(row.year, aimed(terms, rules.whole_target(row.target, ratio), row.target_words))
        for row in terms.years.all()
    ]
    return "; ".join(filter(None, [usual, *years])) or gettext("none")


def regional_shown(row: RegionalTarget | None) -> str:
    if row is None:
        return ""
    definition = definitions()[row.code]
    target = rules.whole_target(row.value, definition.is_ratio) or 0
    return f"{DIRECTIONS[row.direction]} {amount(definition, target)}"  # type: ignore[index]


def status_of(standing: Standing | None) -> dict[str, str]:
    """The arguments of `components/status.html`; empty for none."""
    return {} if standing is None else {"kind": KINDS[standing], "label": str(STANDINGS[standing])}


def cell_shown(cell: Cell, url: Address) -> dict[str, Any]:
    """A cell of a table: what was measured, the target, where it stands, the regional target, what is said."""
    figure = cell.figure
    said = cell.statement.value if cell.statement is not None else ""
    span = in_words(cell.span.period) if cell.span.year is None else str(cell.span.year)
    link = ""
    if figure is not None and cell.span.past is not None and url(figure.definition.code):
        link = f"{url(figure.definition.code)}?{as_query(cell.span.past)}"
    return {
        "span": span,
        "label": span if cell.span.year is not None else gettext("Over the contract"),
        "year": cell.span.year,
        "to_date": in_words(cell.span.past) if cell.span.past is not None and not cell.span.over else "",
        "value": f"{value_of(figure)} {unit_of(figure)}".strip() if figure is not None else said,
        "division": division(figure) if figure is not None and figure.value is not None else "",
        "why": division(figure) if figure is not None and figure.value is None else "",
        "url": link,
        "target": aimed(cell.terms, cell.target, cell.target_words) if cell.terms is not None else "",
        "status": status_of(cell.standing),
        "regional": regional_shown(cell.regional),
        "regional_source": cell.regional.source if cell.regional is not None else "",
        "regional_status": status_of(cell.regional_standing),
        "prevails": cell.regional is not None and cell.target is not None,
        "comment": cell.statement.comment if cell.statement is not None else "",
        "provisional": cell.provisional,
    }


def objective_shown(one: Progress, url: Address) -> dict[str, Any]:
    """An objective with its cells, for the page and the papers. Figures of some persons have no explanation of their own."""
    whole_place = one.objective.level == Level.ESTABLISHMENT
    open_url: Address = url if whole_place else lambda code: ""
    return {
        "pk": one.objective.pk,
        "position": one.objective.position,
        "wording": one.terms.wording,
        "level": "" if whole_place else level_of(one.objective),
        "nominative": one.objective.person_id is not None,
        "measure": measure_of(one.terms),
        "horizon": str(HORIZONS[one.terms.horizon]),  # type: ignore[index]
        "source": one.terms.source,
        "negotiated": one.terms.negotiated,
        "withdrawn": localised.day(one.terms.starts_on) if one.terms.withdrawn else "",
        "comment": one.terms.comment,
        "headline": cell_shown(one.headline, open_url),
        "years": [cell_shown(cell, open_url) for cell in one.years],
        "whole": _whole_shown(one, open_url),
        "drawn": is_drawn(one),
    }


def _whole_shown(one: Progress, url: Address) -> dict[str, Any]:
    """Over the contract; beside a target of each year the mean a year, where only that compares."""
    shown = cell_shown(one.whole, url)
    if one.definition is None or not one.is_by_year:
        return shown
    mean, years = one.mean_a_year, one.full_years
    unit = unit_of(years[-1].figure) if years and years[-1].figure is not None else ""
    return shown | {
        "label": gettext("Mean a year"),
        "to_date": ", ".join(str(cell.span.year) for cell in years) or gettext("No whole year is over yet"),
        "value": "" if mean is None else f"{amount(one.definition, mean)} {unit}".strip(),
        "division": "",
        "why": "",
        "url": "",
        # The judgement is of the sum over the contract, which the target of a year does not concern.
        "regional_status": {},
        "provisional": any(cell.provisional for cell in years),
    }


def agreed_shown(one: Agreed, regional: Regional, on: date) -> dict[str, Any]:
    """An objective in the register: what was agreed last, how often it was amended, what the region wants on a day."""
    terms = one.last
    prevailing = regional.on(terms.measure, on) if one.objective.level == Level.ESTABLISHMENT else None
    return {
        "pk": one.objective.pk,
        "position": one.objective.position,
        "wording": terms.wording,
        "level": level_of(one.objective),
        "measure": measure_of(terms),
        "target": targets_of(terms),
        "regional": regional_shown(prevailing),
        "regional_source": prevailing.source if prevailing is not None else "",
        "horizon": str(HORIZONS[terms.horizon]),  # type: ignore[index]
        "negotiated": terms.negotiated,
        "source": terms.source,
        "comment": terms.comment,
        "withdrawn": localised.day(terms.starts_on) if terms.withdrawn else "",
        "versions": len(one.terms),
    }


def is_drawn(one: Progress) -> bool:
    """A drawing tells something once two years have a value."""
    return len([cell for cell in one.years if one.value_of(cell) is not None]) > 1


def picture_of(one: Progress) -> Picture:
    """The value of each year against its target: a line of targets where they differ, else one dashed line."""
    targets = {cell.target for cell in one.years if cell.target is not None}
    same = len(targets) == 1
    points = tuple(Point(str(cell.span.year), one.value_of(cell), None if same else cell.target) for cell in one.years)
    definition = one.definition
    return Picture(
        title=gettext("Objective %(number)s: %(measure)s")
        % {"number": one.objective.position, "measure": measure_of(one.terms)},
        description="; ".join(
            localised.colon(row["span"], row["value"] or gettext("no value"))
            for row in (cell_shown(cell, lambda code: "") for cell in one.years)
        ),
        signs=signs(),
        points=points,
        target=targets.pop() if same else None,
        percentage=definition is not None and is_percentage(definition),
    )


def legend() -> str:
    return gettext("Points: the value of each year. Dashes or thick line: the target.")


def contract_shown(contract: Contract, on: date) -> dict[str, str]:
    """When a contract holds, in words."""
    return {
        "days": gettext("from %(first)s to %(last)s")
        % {"first": localised.day(contract.starts_on), "last": localised.day(contract.period.last_day)},
        "signed": localised.day(contract.signed_on, "long") if contract.signed_on else "",
        "now": "1" if on in contract.period else "",
    }


def terms_rows(terms: Sequence[ObjectiveTerms]) -> list[dict[str, Any]]:
    """Every version of an objective, the newest first."""
    return [
        {
            "from": localised.day(row.starts_on),
            "source": row.source,
            "wording": row.wording,
            "measure": measure_of(row),
            "target": gettext("withdrawn") if row.withdrawn else targets_of(row),
            "horizon": str(HORIZONS[row.horizon]),  # type: ignore[index]
            "negotiated": row.negotiated,
            "comment": row.comment,
            "corrected": index + 1 < len(terms) and terms[index + 1].starts_on == row.starts_on,
        }
        for index, row in reversed(list(enumerate(terms)))
    ]
