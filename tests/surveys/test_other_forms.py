"""Programme 157, ANDICAT and ANAP: a year counted by hand, the control of QE07, and what the house says of itself."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from etabli.indicators.definitions import definitions
from etabli.org.models import Establishment
from etabli.pathways.actions.deriving import derive_facts
from etabli.pathways.models import SupportAgreement
from etabli.people.models import Person
from etabli.surveys.computed import gap_rows, rows_of
from etabli.surveys.documents import answers_document
from etabli.surveys.queries import Filling, filling
from etabli.surveys.questionnaire import questionnaires
from etabli.surveys.rules import check_form
from etabli.surveys.states import Means, Status
from etabli.surveys.wording import GAPS
from tests import workplace as small
from tests.pathways.leaving import exit_of, job, partner, return_of
from tests.pathways.making import make_placement
from tests.surveys.asking import campaign

YEAR = 2025
HIRED = date(2020, 1, 6)
QUESTIONS = ["QE03", "QE07", "QE07-1", "QE07-2", "QE08", "QE09", "QE10", "QE11", "QE12"]
FORMS = ("programme_157", "andicat_cpom", "anap_dashboard")


# ---------------------------------------------------------------- the forms themselves


def test_the_questions_of_programme_157_are_those_whose_wording_is_known() -> None:
    assert list(questionnaires()["programme_157"].fields) == QUESTIONS


@pytest.mark.parametrize("code", FORMS)
def test_every_figure_and_part_and_gap_there_is(code: str) -> None:
    form = questionnaires()[code]
    for field in form.fields.values():
        assert field.words.fr and field.words.nl and field.words.en
        if field.figure:
            text = definitions()[field.figure].sql
            assert field.mean == definitions()[field.figure].is_ratio or field.parts
            # Devices are parts by the column that holds them.
            assert all(f"'{part}'" in text or "AS part" in text for part in field.parts)
        if field.unknown:
            assert field.unknown[1] in GAPS


def test_names_are_of_one_family_only() -> None:
    families = {(name, form.family) for form in questionnaires().values() for name in form.fields}
    assert len(families) == len({name for name, _ in families})


# ---------------------------------------------------------------- a year counted by hand


def hire(place: Establishment, number: str, **said: Any) -> Person:
    return small.engage(place, number, starts_on=HIRED, **said)


def agreement(place: Establishment, person: Person, **days: date) -> SupportAgreement:
    row = SupportAgreement.objects.create(establishment=place, person=person, signed_on=days["starts_on"], **days)
    derive_facts(place)
    return row


@pytest.fixture
def people(db: Any) -> dict[str, Person]:
    """Ten places and eight persons, each of another fate."""
    place = small.workplace(places=10, target_days={YEAR: 1000})
    seconded = hire(place, "1", sex="M", birth_date=date(1980, 1, 1))
    twice = hire(place, "2", sex="F", birth_date=date(2000, 6, 1))
    hired, retired = hire(place, "3", sex="F"), hire(place, "4", sex="M")
    unsaid, back, stays = hire(place, "5"), hire(place, "6", sex="F"), hire(place, "7", sex="M")
    gone = hire(place, "8", sex="F", last_day=date(2025, 5, 31))
    make_placement(place, seconded, starts_on=date(2025, 3, 3), ends_before=date(2026, 3, 2))
    make_placement(place, twice)
    make_placement(place, twice, starts_on=date(2025, 9, 1), ends_before=date(2025, 10, 1))
    make_placement(place, unsaid, starts_on=date(2025, 5, 5), ends_before=date(2025, 6, 2))
    exit_of(hired, "private", job=job(place, hired))
    agreement(place, hired, starts_on=date(2025, 7, 1), ends_before=date(2026, 7, 1))
    exit_of(retired, "retirement")
    left = exit_of(
        back,
        "private",
        date(2025, 2, 28),
        job=job(place, back, date(2025, 3, 1), ends_before=date(2025, 8, 30)),
        orientation_until=date(2027, 1, 1),
    )
    return_of(left, date(2025, 9, 1), by_right=True)
    derive_facts(place)
    named = (seconded, twice, hired, retired, unsaid, back, stays, gone)
    return dict(zip(("seconded", "twice", "hired", "retired", "unsaid", "back", "stays", "gone"), named, strict=True))


@pytest.fixture
def place(people: dict[str, Person]) -> Establishment:
    return Establishment.objects.get()


def filled(family: str, place: Establishment) -> Filling:
    return filling(check_form(family, YEAR, "ESAT"), place, YEAR)


def values(found: Filling, *names: str) -> list[Any]:
    return [found.fields[name].value for name in names]


def subjects(found: Filling, name: str) -> set[int | None]:
    field = found.form.fields[name]
    rows = rows_of(found.form, field, f"establishment:{found.establishment.finess}", YEAR)
    return {row.subject for row in rows if not row.excluded}


def test_programme_157_is_as_counted_by_hand(place: Establishment, people: dict[str, Person]) -> None:
    found = filled("cinode", place)
    counted = values(found, "QE03", "QE07", "QE07-1", "QE07-2", "QE08", "QE09", "QE11")
    assert counted == [2, 5, 1, 3, 1, 1, 1]
    behind = {
        "QE03": ("retired", "gone"),
        "QE07": ("seconded", "twice", "hired", "unsaid", "back"),
        "QE07-1": ("seconded",),
        "QE07-2": ("twice", "hired", "back"),
        "QE08": ("seconded",),
        "QE09": ("hired",),
        "QE11": ("back",),
    }
    for name, who in behind.items():
        assert subjects(found, name) == {people[one].pk for one in who}, name


def test_qe07_is_men_and_women_or_the_control_fails_and_says_who_lacks_a_sex(
    place: Establishment, people: dict[str, Person]
) -> None:
    found = filled("cinode", place)
    assert [(one.field, one.refusal.code) for one in found.failures] == [("QE07", "survey_sum_wrong")]
    gaps = gap_rows(found.form, f"establishment:{place.finess}", YEAR)
    assert ("QE07", people["unsaid"].pk, "no_sex") in gaps
    assert ("QE03", people["gone"].pk, "destination_unknown") in gaps
    hire(place, "5", sex="M")
    found = filled("cinode", place)
    assert values(found, "QE07", "QE07-1", "QE07-2") == [5, 2, 3]
    assert not found.failures


def test_what_is_not_counted_is_asked_or_told_by_the_house(place: Establishment) -> None:
    found = filled("cinode", place)
    assert [found.fields[name].status for name in ("QE10", "QE12")] == [Status.MISSING, Status.MISSING]
    partner(place, kind="supported_employment")
    assert filled("cinode", place).fields["QE10"].value is True


def test_andicat_shows_each_measure_beside_the_one_that_was_chosen(place: Establishment) -> None:
    found = filled("andicat", place)
    assert values(found, "cpom_places", "cpom_headcount", "cpom_fte", "cpom_caseload") == [10, 5, 5, 8]
    assert values(found, "cpom_harmonised_rate", "cpom_part_time") == [50, 0]
    assert values(found, "cpom_exit_rate", "cpom_exit_rate_without_ea", "cpom_episode_rate") == [12.5, 12.5, 100]
    assert values(found, "cpom_seconded", "cpom_interns", "cpom_recognitions") == [3, 0, 0]
    assert found.fields["cpom_measure"].status == Status.MISSING
    assert found.fields["cpom_years"].status == Status.NOT_CONCERNED
    rates = ("asp", "fulfilment", "occupancy", "inclusion", "return", "contact")
    for name in (f"cpom_{rate}_rate" for rate in rates):
        field = found.form.fields[name]
        num, den = _figure(field.figure, place)
        assert found.fields[name].value == pytest.approx(100 * num / den, abs=0.005), name


def _figure(code: str, place: Establishment) -> tuple[float, float]:
    found = small.figure(code, place, small.YEAR)
    assert found.num is not None and found.den
    return found.num, found.den


@pytest.mark.parametrize(("name", "code"), [("mean_worker_age", "mean_age"), ("mean_seniority", "mean_seniority")])
def test_the_national_survey_and_the_figure_of_the_same_name_agree_to_the_day(
    place: Establishment, name: str, code: str
) -> None:
    form = check_form("esat", YEAR, "ESAT")
    rows = rows_of(form, form.fields[name], f"establishment:{place.finess}", YEAR)
    num, den = _figure(code, place)
    assert (sum(row.num for row in rows) / 365.25, sum(row.den for row in rows)) == (pytest.approx(num), den)


def test_a_satisfaction_survey_of_the_year_is_known(place: Establishment) -> None:
    assert filled("andicat", place).fields["cpom_satisfaction"].value is None
    campaign(place, opens_on=date(2025, 3, 3), closes_before=date(2025, 4, 1))
    assert filled("andicat", place).fields["cpom_satisfaction"].value is True


def test_the_anap_sheet_is_as_counted_by_hand(place: Establishment) -> None:
    found = filled("anap", place)
    assert values(found, "anap_places", "anap_caseload", "anap_admissions", "anap_rotation") == [10, 8, 1, 10]
    assert values(found, "anap_exits", "anap_exits_ordinary", "anap_exits_others") == [3, 1, 2]
    assert values(found, "anap_exits_retirement", "anap_exits_destination_unknown", "anap_exits_death") == [1, 1, 0]
    assert values(found, "anap_age_25_29", "anap_age_45_49", "anap_age_unknown") == [1, 1, 3]
    # Hired on 6 January 2020; gone after 30 June, 30 June and 31 May 2025: 2002, 2002 and 1972 days.
    assert found.fields["anap_stay"].value == round((2002 + 2002 + 1972) / 365.25 / 3, 1) == 5.5
    assert not found.failures


def test_a_contract_that_takes_over_from_another_admits_nobody(db: None) -> None:
    place = small.workplace(places=10)
    small.engage(place, "1", starts_on=HIRED, last_day=date(2025, 6, 30))
    small.engage(place, "1", starts_on=date(2025, 7, 1))
    small.engage(place, "2", starts_on=HIRED, last_day=date(2025, 6, 29))
    small.engage(place, "2", starts_on=date(2025, 7, 1))
    small.engage(place, "3", starts_on=date(2025, 12, 31))
    found = filled("anap", place)
    assert values(found, "anap_admissions", "anap_rotation") == [2, 20]


def test_an_exit_on_the_last_day_of_the_year_is_an_exit_of_that_year(place: Establishment) -> None:
    exit_of(Person.objects.get(registrations__staff_number="7"), "death", date(2025, 12, 31))
    found = filled("anap", place)
    assert values(found, "anap_exits", "anap_exits_others", "anap_exits_death") == [4, 3, 1]
    assert not found.failures


@pytest.mark.django_db
@pytest.mark.parametrize("family", ["cinode", "andicat", "anap"])
def test_the_command_prints_every_field_with_the_rows_behind_it(family: str) -> None:
    place = small.workplace()
    small.engage(place)
    out = StringIO()
    where = ("--establishment", place.finess, "--year", str(YEAR))
    call_command("survey", family, *where, "--json", stdout=out)
    assert json.loads(out.getvalue()) == json.loads(json.dumps(answers_document(filled(family, place))))
    plain = StringIO()
    call_command("survey", family, *where, stdout=plain)
    assert len(plain.getvalue().splitlines()) > len(questionnaires())


@pytest.mark.django_db
@pytest.mark.parametrize("family", ["cinode", "andicat", "anap"])
def test_an_empty_house_is_answered_by_noughts_and_unknowns(family: str) -> None:
    found = filled(family, small.workplace())
    for name, field in found.form.fields.items():
        if field.means == Means.COMPUTED and not name.endswith(("places", "rotation")):
            assert found.fields[name].value in (0, None), name
    assert not found.failures


@pytest.mark.django_db
def test_as_many_queries_for_twenty_persons_as_for_one(django_assert_max_num_queries: Any) -> None:
    place = small.workplace()
    small.engage(place)
    with django_assert_max_num_queries(12) as one:
        filled("anap", place)
    for number in range(2, 21):
        small.engage(place, str(number))
    with django_assert_max_num_queries(12) as twenty:
        filled("anap", place)
    assert len(one) == len(twenty)
