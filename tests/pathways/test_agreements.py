"""Support agreements, oppositions to them, reinforced pathways and partnerships, as rules and actions."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etabli.core.periods import Period, day_no, months_after
from etabli.core.refusal import Refusal
from etabli.org.models import Establishment, User
from etabli.pathways.actions import agreements as actions
from etabli.pathways.actions.partnerships import PartnershipSpec, end_partnership, save_partnership
from etabli.pathways.models import AgreementFact, Partnership, ReinforcedPathway, SupportAgreement
from etabli.pathways.queries import agreements as queries
from etabli.pathways.rules import agreements as rules
from etabli.pathways.rules.partnerships import holds
from etabli.pathways.states import AgreementState
from etabli.people.models import Person
from tests import workplace as small
from tests.pathways.leaving import GONE, OPERATOR, host, job

TODAY = date(2026, 1, 15)
DAY = timedelta(days=1)
YEAR_ON = date(2026, 7, 1)
"""A year after the job began."""


def refused(code: str, act: Any, **values: Any) -> None:
    with pytest.raises(Refusal) as refusal:
        act(**values, **OPERATOR)
    assert refusal.value.code == code


def spec(**changes: Any) -> actions.AgreementSpec:
    return actions.AgreementSpec(**{"signed_on": GONE, "starts_on": GONE, "ends_before": YEAR_ON, **changes})


def agree(place: Establishment, person: Person, **changes: Any) -> SupportAgreement:
    if not {"host", "job"} & set(changes):
        changes["job"] = job(place, person)
    wanted = spec(**changes)
    return actions.save_agreement(establishment=place, person=person, spec=wanted, on=TODAY, **OPERATOR)


# ---------------------------------------------------------------- one agreement


def test_an_agreement_lasts_a_year_at_most(place: Establishment, person: Person) -> None:
    row = agree(place, person)
    assert row.host == row.job.host
    fact = AgreementFact.objects.get()
    assert (fact.from_day, fact.to_day, fact.signed_day) == (day_no(GONE), day_no(YEAR_ON), day_no(GONE))
    values = {"establishment": place, "person": person, "row": row, "on": TODAY}
    longer = spec(job=row.job, ends_before=YEAR_ON + DAY)
    refused("agreement_too_long", actions.save_agreement, spec=longer, **values)


def test_an_agreement_is_made_for_a_job_of_hers_or_an_employer(
    place: Establishment, person: Person, other: Person
) -> None:
    values = {"establishment": place, "person": person, "on": TODAY}
    refused("agreement_without_employer", actions.save_agreement, spec=spec(), **values)
    refused("agreement_job_wrong", actions.save_agreement, spec=spec(job=job(place, other)), **values)
    trial = job(place, person, device="pmsmp")
    refused("agreement_job_wrong", actions.save_agreement, spec=spec(job=trial), **values)
    trial.delete()
    draft = job(place, person, state="draft", host=None)
    refused("agreement_job_wrong", actions.save_agreement, spec=spec(job=draft), **values)
    assert agree(place, person, host=host(place)).job is None


def test_a_job_beside_the_esat_has_an_agreement_too(place: Establishment, person: Person) -> None:
    """In dual activity the contract is one of ordinary work, part of the week."""
    assert agree(place, person, job=job(place, person, device="dual_activity")).job.device == "dual_activity"


def test_it_begins_with_the_job_and_is_signed_by_today(place: Establishment, person: Person) -> None:
    values = {"establishment": place, "person": person, "on": TODAY}
    later = job(place, person, GONE + DAY)
    refused("agreement_before_job", actions.save_agreement, spec=spec(job=later), **values)
    there = host(place)
    refused("agreement_signed_to_come", actions.save_agreement, spec=spec(host=there, signed_on=TODAY + DAY), **values)
    refused("agreement_backwards", actions.save_agreement, spec=spec(host=there, ends_before=GONE), **values)


def test_one_agreement_at_a_time(place: Establishment, person: Person) -> None:
    row = agree(place, person)
    values = {"establishment": place, "person": person, "on": TODAY}
    second = spec(job=row.job, starts_on=YEAR_ON - DAY, ends_before=YEAR_ON + DAY)
    refused("agreement_twice", actions.save_agreement, spec=second, **values)
    actions.end_agreement(row=row, ended_on=YEAR_ON - DAY, **OPERATOR)
    actions.save_agreement(spec=second, **values, **OPERATOR)
    refused("agreement_twice", actions.end_agreement, row=row, ended_on=None)


# ---------------------------------------------------------------- renewed, up to three years


def renew(row: SupportAgreement, months: int = 12) -> SupportAgreement:
    end = months_after(row.ends_before, months)
    following = spec(job=row.job, starts_on=row.ends_before, ends_before=end)
    return actions.renew_agreement(row=row, spec=following, on=TODAY, **OPERATOR)


def test_renewed_twice_it_lasts_three_years_and_no_longer(place: Establishment, person: Person) -> None:
    first = agree(place, person)
    third = renew(renew(first))
    assert third.ends_before == date(2028, 7, 1) and queries.first_start(third) == GONE
    with pytest.raises(Refusal, match="agreement_renewed_too_long"):
        renew(third, 1)
    with pytest.raises(Refusal, match="agreement_renewed_already"):
        renew(first)


def test_what_was_ended_early_is_not_renewed(place: Establishment, person: Person) -> None:
    row = agree(place, person)
    refused("agreement_not_ended", actions.end_agreement, row=row, ended_on=None)
    refused("agreement_end_outside", actions.end_agreement, row=row, ended_on=YEAR_ON)
    actions.end_agreement(row=row, ended_on=TODAY, **OPERATOR)
    assert AgreementFact.objects.get().to_day == day_no(TODAY)
    with pytest.raises(Refusal, match="agreement_ended_early"):
        renew(row)
    actions.end_agreement(row=row, ended_on=None, **OPERATOR)
    renew(row)


@given(st.lists(st.integers(1, 14), min_size=1, max_size=4))
def test_no_chain_of_agreements_passes_three_years(months: list[int]) -> None:
    """Whatever the lengths asked for, what the rules let through is at most twelve months each, thirty-six together."""
    start = reached = date(2025, 1, 31)
    for number in months:
        end = months_after(reached, number)
        try:
            rules.check_length(Period(reached, end), 12)
            rules.check_renewals(Period(reached, end), start, 36)
        except Refusal:
            break
        assert number <= 12
        reached = end
    assert reached <= months_after(start, 36)


@given(st.integers(0, 40))
def test_the_proposed_last_day_is_the_latest_allowed(months: int) -> None:
    first = date(2025, 1, 31)
    start = months_after(first, months)
    last = rules.usual_last_day(start, first, 12, 36)
    if last < start:
        assert months >= 36
        return
    period = Period(start, last + DAY)
    rules.check_length(period, 12)
    rules.check_renewals(period, first, 36)
    with pytest.raises(Refusal):
        rules.check_length(Period(start, last + 2 * DAY), 12)
        rules.check_renewals(Period(start, last + 2 * DAY), first, 36)


def test_how_an_agreement_stands_is_told_by_its_days() -> None:
    period = Period(GONE, YEAR_ON)
    expected = {
        GONE - DAY: AgreementState.TO_COME,
        GONE: AgreementState.IN_FORCE,
        YEAR_ON - rules.SOON - DAY: AgreementState.IN_FORCE,
        YEAR_ON - rules.SOON: AgreementState.ENDING,
        YEAR_ON - DAY: AgreementState.ENDING,
        YEAR_ON: AgreementState.OVER,
    }
    assert {day: rules.agreement_state(period, None, day) for day in expected} == expected
    assert rules.agreement_state(period, TODAY, TODAY) == AgreementState.OVER


# ---------------------------------------------------------------- opposed


def test_an_opposition_ends_what_holds_and_keeps_from_more(place: Establishment, person: Person) -> None:
    row = agree(place, person)
    values = {"establishment": place, "person": person, "on": TODAY}
    refused("opposition_to_come", actions.oppose, said_on=TODAY + DAY, **values)
    said = actions.oppose(said_on=TODAY, **values, **OPERATOR)
    row.refresh_from_db()
    assert row.ended_on == TODAY and AgreementFact.objects.get().to_day == day_no(TODAY)
    refused("opposition_twice", actions.oppose, said_on=TODAY, **values)
    again = spec(job=row.job, starts_on=TODAY, ends_before=TODAY + DAY)
    refused("agreement_opposed", actions.save_agreement, spec=again, **values)
    refused("opposition_backwards", actions.withdraw_opposition, row=said, withdrawn_on=TODAY - DAY)
    actions.withdraw_opposition(row=said, withdrawn_on=TODAY, **OPERATOR)
    actions.save_agreement(spec=again, **values, **OPERATOR)


def test_an_opposition_to_what_is_to_come_leaves_no_day_of_it(place: Establishment, person: Person) -> None:
    row = agree(place, person, host=host(place))
    actions.oppose(establishment=place, person=person, said_on=GONE - DAY, on=TODAY, **OPERATOR)
    row.refresh_from_db()
    assert queries.period_of(row) is None and not AgreementFact.objects.exists()


# ---------------------------------------------------------------- read


def test_in_force_and_over(place: Establishment, person: Person, other: Person, educator: User) -> None:
    held, over = agree(place, person), agree(place, other, ends_before=TODAY)
    found = {
        force: list(queries.agreements_in(educator, place, TODAY, in_force=force)) for force in (True, False, None)
    }
    assert found == {True: [held], False: [over], None: [held, over]}
    actions.oppose(establishment=place, person=person, said_on=TODAY, on=TODAY, **OPERATOR)
    assert [row.person for row in queries.oppositions_in(educator, place)] == [person]
    assert not queries.agreements_in(educator, place, TODAY, in_force=True).exists()


# ---------------------------------------------------------------- reinforced pathways


def test_the_document_is_due_a_month_after_the_contract_is_signed(
    place: Establishment, person: Person, other: Person, educator: User
) -> None:
    signed = job(place, person, signed_on=date(2026, 1, 31))
    old = job(place, other, signed_on=date(2022, 12, 14))
    found = {one.job: one for one in queries.documents_of(place, list(queries.unhanded(educator, place)))}
    assert (found[signed].due_on, found[old].due_on) == (date(2026, 2, 28), None)
    assert not found[signed].is_late(date(2026, 2, 28)) and found[signed].is_late(date(2026, 3, 1))
    assert not found[old].is_late(TODAY)


def test_a_document_that_is_handed_on_says_something(place: Establishment, person: Person, educator: User) -> None:
    work = job(place, person, signed_on=GONE)
    values = {"job": work, "on": TODAY}
    refused("pathway_empty", actions.save_pathway, content=" ", handed_on=None, **values)
    refused("pathway_handed_to_come", actions.save_pathway, content="Suivi", handed_on=TODAY + DAY, **values)
    actions.save_pathway(content="Suivi", handed_on=None, **values, **OPERATOR)
    actions.save_pathway(content="Suivi hebdomadaire", handed_on=TODAY, **values, **OPERATOR)
    row = ReinforcedPathway.objects.get()
    assert (row.content, row.handed_on) == ("Suivi hebdomadaire", TODAY)
    (document,) = queries.documents_of(place, [work])
    assert document.is_late(GONE), "handed on after its day"
    assert not queries.unhanded(educator, place).exists()
    trial = job(place, person, device="pmsmp", host=None)
    refused("agreement_job_wrong", actions.save_pathway, content="x", handed_on=None, job=trial, on=TODAY)


# ---------------------------------------------------------------- partnerships


def partner(place: Establishment, **changes: Any) -> Partnership:
    usual = {"kind": "return_right", "partner": "ESAT Fictif", "signed_on": GONE, "starts_on": GONE}
    return save_partnership(establishment=place, spec=PartnershipSpec(**{**usual, **changes}), **OPERATOR)


def test_a_partnership_is_made_ended_and_goes_on(place: Establishment) -> None:
    row = partner(place, partner=" ESAT Fictif ", finess="99 000 0002")
    assert (row.partner, row.finess) == ("ESAT Fictif", small.NUMBER)
    end_partnership(row=row, ends_before=TODAY, **OPERATOR)
    assert not holds(row.starts_on, row.ends_before, TODAY) and holds(row.starts_on, row.ends_before, TODAY - DAY)
    assert not holds(row.starts_on, row.ends_before, GONE - DAY)
    refused("partnership_backwards", end_partnership, row=row, ends_before=GONE)
    end_partnership(row=row, ends_before=None, **OPERATOR)
    assert holds(row.starts_on, row.ends_before, date(2100, 1, 1))


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("partnership_kind_unknown", {"kind": "friendship"}),
        ("partnership_unnamed", {"partner": " "}),
        ("partnership_finess_wrong", {"finess": "123456789"}),
        ("partnership_backwards", {"ends_before": GONE}),
    ],
)
def test_a_partnership_that_says_nothing_is_refused(place: Establishment, code: str, changes: dict[str, Any]) -> None:
    with pytest.raises(Refusal, match=code):
        partner(place, **changes)
    assert not Partnership.objects.exists()
