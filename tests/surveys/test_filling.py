"""Answers of a form: what the facts say, what is asked, what is put in place of a computed value."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from etabli.core.refusal import Refusal
from etabli.org.models import Establishment
from etabli.surveys.actions import keep_edition, save_answer, take_answer_back
from etabli.surveys.queries import Filling, differences, filling
from etabli.surveys.questionnaire import form_of
from etabli.surveys.rules import check_form
from etabli.surveys.states import Status
from tests import workplace as small

pytestmark = pytest.mark.django_db
YEAR = 2025
WHO: dict[str, Any] = {"by": None, "at": small.AT}


def form() -> Any:
    return check_form("esat", YEAR, "ESAT")


def filled(place: Establishment, year: int = YEAR) -> Filling:
    return filling(form(), place, year)


def answer(place: Establishment, field: str, value: Any, reason: str = "", year: int = YEAR) -> None:
    save_answer(establishment=place, form=form(), year=year, field=field, value=value, reason=reason, **WHO)


def refusal_of(place: Establishment, field: str, value: Any, reason: str = "") -> str:
    with pytest.raises(Refusal) as refused:
        answer(place, field, value, reason)
    return refused.value.code


@pytest.fixture
def place() -> Establishment:
    place = small.workplace(places=80)
    small.engage(place, "1", birth_date=date(1980, 1, 1))
    small.engage(place, "2", fraction=5000)
    return place


def test_a_field_is_what_the_facts_say(place: Establishment) -> None:
    found = filled(place).fields
    assert (found["nb_worker_acc"].value, found["nb_worker_acc"].status) == (2, Status.COMPUTED)
    assert found["nb_worker_half_time"].value == 1
    assert found["nb_places_allowed"].value == 80


def test_who_lacks_a_date_is_left_out_and_said_so(place: Establishment) -> None:
    age = filled(place).fields["mean_worker_age"]
    assert (age.value, age.count, age.gaps) == (46.0, 1, {"no_birth_date": 1})


def test_what_the_workplace_says_of_itself_is_not_asked(place: Establishment) -> None:
    found = filled(place).fields
    assert found["finess_num"].value == place.finess
    assert found["esat_dept"].value == "99"
    assert found["esat_siret"].status == Status.MISSING  # nobody wrote it down


def test_a_sum_of_which_nothing_is_written_down_is_unknown_and_not_nothing(place: Establishment) -> None:
    assert filled(place).fields["annual_ca"].status == Status.MISSING
    assert filled(place).fields["nb_worker_pmsmp"].value == 0


def test_what_is_asked_is_kept_until_it_is_taken_back(place: Establishment) -> None:
    answer(place, "pmsmp_refused", value=False)
    assert (filled(place).fields["pmsmp_refused"].value, filled(place).fields["pmsmp_refused"].status) == (
        False,
        Status.ASKED,
    )
    assert take_answer_back(establishment=place, form=form(), year=YEAR, field="pmsmp_refused", **WHO)
    assert not take_answer_back(establishment=place, form=form(), year=YEAR, field="pmsmp_refused", **WHO)
    assert filled(place).fields["pmsmp_refused"].status == Status.MISSING


def test_another_value_than_the_computed_one_needs_a_reason_and_shows_both(place: Establishment) -> None:
    assert refusal_of(place, "nb_worker_acc", 3) == "survey_reason_missing"
    answer(place, "nb_worker_acc", 3, "Une personne sur papier")
    found = filled(place).fields["nb_worker_acc"]
    assert (found.value, found.computed, found.reason, found.status) == (
        3,
        2,
        "Une personne sur papier",
        Status.OVERRIDDEN,
    )


def test_last_years_answer_is_proposed_until_this_year_has_one(place: Establishment) -> None:
    answer(place, "esat_role", "Directrice", year=YEAR - 1)
    found = filled(place).fields["esat_role"]
    assert (found.proposed, found.value, found.status) == ("Directrice", None, Status.MISSING)
    answer(place, "esat_role", "Cheffe de service")
    assert filled(place).fields["esat_role"].proposed is None


def test_a_question_that_another_answer_makes_idle_is_not_missing(place: Establishment) -> None:
    assert filled(place).fields["pct_opco"].status == Status.NOT_CONCERNED
    answer(place, "contrib_opco", value=True)
    assert filled(place).fields["pct_opco"].status == Status.MISSING


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("nb_worker_duoday", -1, "survey_value_too_low"),
        ("nb_worker_duoday", 1.5, "survey_value_not_whole"),
        ("nb_worker_duoday", True, "survey_not_a_number"),
        ("nb_worker_duoday", "2", "survey_not_a_number"),
        ("mean_pct_esat_rem", 4.9, "survey_value_too_low"),
        ("mean_pct_esat_rem", 101, "survey_value_too_high"),
        ("pmsmp_refused", "oui", "survey_choice_unknown"),
        ("esat_status", "OTHER", "survey_choice_unknown"),
        ("support_themes", [], "survey_value_missing"),
        ("support_themes", ["NOTHING"], "survey_choice_unknown"),
        ("comments", "  ", "survey_value_missing"),
        ("comments", "x" * 4001, "survey_text_too_long"),
        ("year_foresight_in_place", 1800, "survey_value_too_low"),
        ("nothing", 1, "survey_field_unknown"),
    ],
)
def test_what_a_field_does_not_take(place: Establishment, field: str, value: Any, code: str) -> None:
    assert refusal_of(place, field, value) == code


def test_four_point_nine_percent_of_the_smic_is_refused_and_five_is_not(place: Establishment) -> None:
    answer(place, "mean_pct_esat_rem", 5)
    assert filled(place).failures == []


def test_the_parts_of_the_departures_make_their_total(place: Establishment) -> None:
    """Nine left: one to an adapted company, two private, none public, one association: five others, else it fails."""
    counted = {"nb_worker_acc": 20, "nb_worker_left": 9, "nb_worker_left_ea": 1, "nb_worker_left_private": 2}
    for field, value in {**counted, "nb_worker_left_asso": 1, "nb_worker_left_other_reason": 4}.items():
        answer(place, field, value, "sur papier")
    (failure,) = filled(place).failures
    assert (failure.field, failure.refusal.code, failure.refusal.facts["made"]) == (
        "nb_worker_left",
        "survey_sum_wrong",
        8,
    )
    answer(place, "nb_worker_left_other_reason", 5, "sur papier")
    assert filled(place).failures == []


def test_a_part_is_not_more_than_its_whole(place: Establishment) -> None:
    answer(place, "nb_worker_duoday", 3)
    (failure,) = filled(place).failures
    assert (failure.field, failure.refusal.code) == ("nb_worker_duoday", "survey_more_than")


def test_a_mean_between_fifty_and_a_hundred_hours_has_no_band_in_the_form(place: Establishment) -> None:
    field = form().fields["nb_support_hours"]
    assert [field.value_of(hours) for hours in (0, 49.9, 50, 99.9, 100, 150, 249.9, 250, None)] == [
        "LESS_THAN_50",
        "LESS_THAN_50",
        None,
        None,
        "RANGE_100_150",
        "RANGE_150_200",
        "RANGE_200_250",
        "MORE_THAN_250",
        None,
    ]


def test_a_version_is_kept_once_and_tells_what_changed_since(place: Establishment) -> None:
    kept = keep_edition(establishment=place, form=form(), year=YEAR, **WHO)
    assert keep_edition(establishment=place, form=form(), year=YEAR, **WHO) == kept
    assert differences(kept, filled(place)) == []
    small.engage(place, "3")
    changed = {row.field.name: (row.signed, row.now) for row in differences(kept, filled(place))}
    assert changed["nb_worker_acc"] == (2, 3)
    assert keep_edition(establishment=place, form=form(), year=YEAR, **WHO).number == 2


def test_as_many_queries_for_one_person_as_for_twenty(place: Establishment, django_assert_num_queries: Any) -> None:
    filled(place)  # what is kept from one reading to the next is not counted
    with CaptureQueriesContext(connection) as alone:
        filled(place)
    for number in range(3, 23):
        small.engage(place, str(number))
    with django_assert_num_queries(len(alone)):
        filled(place)


def test_a_form_is_of_its_years_and_kinds() -> None:
    assert form_of("esat", 2023) is None and form_of("nothing", 2025) is None
    with pytest.raises(Refusal):
        check_form("esat", 2023, "ESAT")
    with pytest.raises(Refusal):
        check_form("esat", YEAR, "EA")


def test_an_answer_says_who_and_when(place: Establishment) -> None:
    at = datetime(2026, 2, 3, tzinfo=UTC)
    row = save_answer(
        establishment=place, form=form(), year=YEAR, field="esat_role", value="Directrice", by=None, at=at
    )
    assert (row.answered_by, row.answered_at) == (None, at)
