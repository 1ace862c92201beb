"""Figures and explanations as plain values, for JSON and exports."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from etabli.indicators.queries import (
    Contribution,
    Explanation,
    Figure,
    establishments_in,
    numbers_of_subjects,
    scope_written,
)
from etabli.kit.wording import sentence


def figure_documents(figures: Iterable[Figure]) -> list[dict[str, Any]]:
    """Each figure as `figure_document`; one query a scope."""
    held = list(figures)
    written = {scope: scope_written(scope) for scope in {figure.scope for figure in held}}
    return [figure_document(figure, written[figure.scope]) for figure in held]


def figure_document(figure: Figure, written: str) -> dict[str, Any]:
    """One figure. `establishment`: its number; None over several, which `scope` then names as one types it (`written`)."""
    if figure.period.end is None:
        raise ValueError("a figure needs a period with an end")
    scope, _, number = figure.scope.partition(":")
    document: dict[str, Any] = {
        "code": figure.definition.code,
        "version": figure.definition.version,
        "value": figure.value,
        "num": figure.num,
        "den": figure.den,
        "unit": figure.definition.unit,
        "from": figure.period.start.isoformat(),
        "to": figure.period.end.isoformat(),
        "establishment": number if scope == "establishment" else None,
    }
    if scope != "establishment":
        document["scope"] = written
    if figure.refusal is not None:
        document["refusal"] = {"code": figure.refusal.code, "message": sentence(figure.refusal)}
    return document


def explanation_document(explanation: Explanation, language: str) -> dict[str, Any]:
    """One figure with its formula, source, exclusions and every row; `num` of the rows sums to the figure's."""
    definition = explanation.figure.definition
    places = {place.pk: place for place in establishments_in(explanation.figure.scope)}
    numbers = numbers_of_subjects(places.values())

    def row_document(row: Contribution) -> dict[str, Any]:
        return {
            "establishment": places[row.establishment].finess if row.establishment in places else None,
            "subject": None if row.subject is None else numbers.get((row.establishment, row.subject), str(row.subject)),
            "day": row.day.isoformat(),
            "part": row.part,
            "num": row.num,
            "den": row.den,
        }

    return {
        **figure_document(explanation.figure, scope_written(explanation.figure.scope)),
        "label": definition.label(language),
        "formula": definition.formula(language),
        "source": definition.source(language),
        "exclusions": [
            {"reason": exclusion.reason, "count": exclusion.count, "num": exclusion.num}
            for exclusion in explanation.exclusions
        ],
        "rows": [row_document(row) for row in explanation.rows],
    }
