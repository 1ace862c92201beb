"""Steps of work against restrictions and certifications, day by day."""

from __future__ import annotations

from datetime import date, timedelta

from etabli.core.periods import Period
from etabli.core.suiting import Concern, Held, Step, concerns, is_able

DAY = date(2025, 3, 3)
NEXT = DAY + timedelta(days=1)
FOLD, LIFT, DRIVE = Step("Fold"), Step("Lift", restriction="load"), Step("Drive", competence="caces")
NO_LOADS = Held("load", Period(DAY, NEXT), "No load over 10 kg")
CACES = Held("caces", Period(DAY, NEXT))


def test_a_restriction_of_its_kind_stands_against_a_step_on_its_days() -> None:
    assert concerns([FOLD, LIFT], [NO_LOADS], [], [], DAY) == [Concern(LIFT, "No load over 10 kg")]
    assert concerns([FOLD, LIFT], [NO_LOADS], [], [], NEXT) == []
    assert concerns([FOLD, LIFT], [Held("noise", Period(DAY))], [], [], DAY) == []


def test_a_needed_certification_counts_on_its_days() -> None:
    assert concerns([DRIVE], [], [CACES], ["caces"], DAY) == []
    assert concerns([DRIVE], [], [CACES], ["caces"], NEXT) == [Concern(DRIVE)]
    assert concerns([DRIVE], [], [], ["caces"], DAY) == [Concern(DRIVE)]


def test_a_competence_that_no_certification_is_called_stands_against_nobody() -> None:
    assert concerns([DRIVE], [], [], [], DAY) == []


def test_whoever_has_a_step_left_is_able() -> None:
    assert is_able([FOLD, LIFT], [Concern(LIFT)])
    assert not is_able([LIFT], [Concern(LIFT)])
    assert is_able([], [])
