"""What was promised and said is never rewritten, by whatever way; an erasure takes its words out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from etabli.cpom.actions.objectives import Aim, say
from etabli.cpom.models import Objective, ObjectiveTerms, ObjectiveYear, Statement
from etabli.cpom.states import OTHER
from etabli.kit import journal
from tests.cpom import promised

pytestmark = pytest.mark.django_db


@pytest.fixture
def row() -> Objective:
    held = promised.contract(promised.world()["place"])
    found = promised.objective(held, measure=OTHER, aim=Aim(words="un bilan"), years={2026: Aim(words="deux bilans")})
    words = {"value": "un", "met": True, "comment": "Fait"}
    say(objective=found, year=2025, said_on=date(2026, 1, 5), **words, **promised.WHO)
    return found


CHANGES: list[tuple[Any, dict[str, Any]]] = [
    (ObjectiveTerms, {"target": 1}),
    (ObjectiveTerms, {"source": "ailleurs"}),
    (ObjectiveTerms, {"starts_on": date(2026, 1, 1), "wording": ""}),
    (ObjectiveTerms, {"withdrawn": True}),
    (ObjectiveYear, {"year": 2027}),
    (ObjectiveYear, {"target": 5}),
    (Statement, {"met": False}),
    (Statement, {"said_on": date(2026, 2, 1)}),
]


def refused(act: Callable[[], Any]) -> None:
    with pytest.raises(DatabaseError, match="sealed"), transaction.atomic():
        act()


@pytest.mark.parametrize(("model", "change"), CHANGES)
def test_what_was_promised_and_said_is_not_rewritten(row: Objective, model: Any, change: dict[str, Any]) -> None:
    refused(lambda: model.objects.update(**change))


@pytest.mark.parametrize("model", [ObjectiveTerms, ObjectiveYear, Statement])
def test_nor_is_it_taken_away(row: Objective, model: Any) -> None:
    refused(lambda: model.objects.all()._raw_delete(connection.alias))


def test_its_words_are_taken_out(row: Objective) -> None:
    ObjectiveTerms.objects.update(wording="", target_words="", comment="")
    ObjectiveYear.objects.update(target_words="")
    Statement.objects.update(value="", comment="")
    assert (ObjectiveTerms.objects.get().wording, Statement.objects.get().met) == ("", True)


def test_the_seals_are_among_the_triggers_that_must_be_there() -> None:
    names = set(journal.present(connection))
    for table in ("objectiveterms", "objectiveyear", "statement"):
        assert any(name.startswith(f"etabli_cpom_{table}_seal") for name in names), table
    assert journal.missing() == []
