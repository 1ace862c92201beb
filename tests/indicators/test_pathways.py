"""Figures of pathways: what holds between them whatever happened, and the words of their parts."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis.extra.django import TestCase

from etabli.core.facts import EngagementKind
from etabli.core.periods import Period, day_no
from etabli.indicators import queries as indicators
from etabli.indicators import wording
from etabli.indicators.definitions import PATHWAYS, definitions
from etabli.indicators.explaining import Summary, summary_of
from etabli.indicators.pathways_wording import PARTS
from etabli.org.models import Establishment
from etabli.pathways.models import ExitFact
from etabli.people.models import EngagementFact
from tests import strategies
from tests.indicators import drawn
from tests.indicators.test_engines import check_same

APRIL_AND_MAY = Period(date(2025, 4, 1), date(2025, 6, 1))


def parts_of(summary: Summary) -> dict[str, float]:
    return {line.key: line.num for line in summary.parts}


def left_for_good(place: Establishment, period: Period) -> int:
    """Persons whose last contract of the period ended in it with an exit, counted one by one."""
    assert period.end is not None
    start, end = day_no(period.start), day_no(period.end)
    rows = EngagementFact.objects.filter(establishment=place, kind=EngagementKind.ACCOMPANIMENT)
    last: dict[int, int] = {}
    for row in rows:
        if row.contract_from_day < end and row.contract_to_day > start:
            last[row.subject_id] = max(last.get(row.subject_id, 0), row.contract_to_day)
    exits = set(ExitFact.objects.filter(establishment=place).values_list("subject", "exit_day"))
    return sum(1 for person, day in last.items() if day <= end and (person, day) in exits)


class WhateverHappened(TestCase):
    @strategies.examples(3)
    @given(strategies.workplaces(), drawn.facts, strategies.spans())
    def test_invariants_and_engines(self, make: object, facts: drawn.Facts, span: tuple[date, date]) -> None:
        place = make()  # type: ignore[operator]
        facts.write(place)
        short = Period(span[0], date(2025, 5, 7))
        check_same(place, short, PATHWAYS)
        for period in (APRIL_AND_MAY, short):
            found = {
                code: summary_of(definitions()[code], indicators.scope_of(place), period)
                for code in (*PATHWAYS, "headcount", "active_caseload")
            }
            self.check_once(found)
            self.check_sums(found, left_for_good(place, period))

    def check_once(self, found: dict[str, Summary]) -> None:
        """A person once, and no rate of the caseload above one."""
        several = {"device_workers", "device_days", "skills_recognition", "hospitalisation_rate"}
        for code in set(PATHWAYS) - several:
            for line in found[code].persons:
                if not code.startswith("mean_"):
                    assert 0 <= line.num <= 1, code
                assert line.den <= 1, code
        for code, summary in found.items():
            if definitions()[code].unit == "persons/persons" and code not in ("return_rate", "ordinary_episode_rate"):
                assert summary.figure.num is not None and summary.figure.num <= (summary.figure.den or 0), code

    def check_sums(self, found: dict[str, Summary], left: int) -> None:
        nums = {code: summary.figure.num for code, summary in found.items()}
        dens = {code: summary.figure.den for code, summary in found.items()}
        by_sex = parts_of(found["qe07"])
        assert nums["qe07"] == sum(by_sex.get(part, 0) for part in ("women", "men", "sex_unknown"))
        assert nums["qe07"] == nums["ordinary_episode_rate"]
        assert nums["qe08"] == nums["mad_rate"] <= nums["qe07"]
        assert nums["qe03"] + nums["exit_rate_ordinary_permanent"] == left
        to_adapted = parts_of(found["exit_rate_ordinary_permanent"]).get("adapted_company", 0)
        without = nums["exit_rate_ordinary_permanent_without_ea"]
        assert nums["exit_rate_ordinary_permanent"] == without + to_adapted
        assert nums["age_pyramid"] == nums["headcount"] == dens["mad_rate"] == dens["full_time_share"]
        assert dens["exit_rate_ordinary_permanent"] == dens["inclusion_rate"] == nums["active_caseload"]
        assert dens["mean_age"] == nums["headcount"] - parts_of(found["age_pyramid"]).get("age_unknown", 0)


def test_every_part_has_its_word_and_no_word_has_two_meanings() -> None:
    others = {code: word for code, word in wording.REASONS.items() if code not in PARTS}
    assert all(wording.REASONS[code] == word for code, word in PARTS.items())
    assert {"hospital", "family", "unknown"} <= set(others)
