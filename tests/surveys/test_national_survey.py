"""The national survey of ESATs: its 114 fields, and each computed one over a fictional year counted by hand."""

from __future__ import annotations

import json
from collections import defaultdict
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from etabli.core.refusal import Refusal
from etabli.indicators.queries import scope_of
from etabli.surveys.computed import rows_of
from etabli.surveys.queries import filling
from etabli.surveys.questionnaire import LANGUAGES, questionnaires
from etabli.surveys.rules import is_concerned
from etabli.surveys.settled import settled
from etabli.surveys.states import Means, Status
from etabli.surveys.wording import GAPS
from tests.once import made_once
from tests.surveys.hand_counted import Year, hand_counted, told
from tools import survey_page

NAMES = """
finess_num esat_role esat_name esat_siret managing_organization_finess esat_status esat_dept nb_places_allowed
nb_employee_worked nb_employee_shared nb_worker_acc nb_worker_half_time mean_worker_age mean_seniority
nb_worker_previous_mot nb_worker_new nb_worker_temporary nb_worker_mispe_mdph nb_worker_mispe_rpe nb_worker_willing_mot
nb_worker_ft_job_seekers prescription_delegate pmsmp_refused nb_worker_pmsmp nb_worker_service nb_worker_mad_indiv
nb_worker_with_public nb_worker_only_inside nb_worker_cumul_esat_ea nb_worker_cumul_esat_mot nb_worker_left
nb_worker_left_ea nb_worker_left_private nb_worker_left_public nb_worker_left_asso nb_worker_left_other_reason
nb_worker_cdi nb_worker_cdd nb_worker_interim nb_worker_prof nb_worker_apprentice nb_conv_exit_agreement
nb_conv_exit_agreement_new nb_worker_esrp nb_worker_reinteg nb_worker_reinteg_other nb_esat_agreement nb_support_hours
support_themes contrib_opco pct_opco nb_worker_formation_opco opco_or_anfh_refusal nb_worker_cpf_used cpf_unused_reason
formation_cpf nb_worker_intern_formation formation_subject autodetermination_formation nb_worker_autodetermination
autodetermination_external_formation skills_validation_type nb_worker_rae_rsfp nb_worker_vae after_skills_validation
nb_worker_duoday nb_employee_reverse_duoday skills_notebook software_financial_help software_financial_help_type
retirement_preparation_actions uaat_inscription retirement_preparation_nb_workers pct_more_than50 documents_falclist
worker_delegate worker_delegate_formation worker_delegate_hours_credit nb_delegate_hours mix_qvt_in_place
profit_sharing_bonus mean_pct_esat_rem foresight_in_place year_foresight_in_place annual_transport_budget
nb_worker_transport nb_worker_mobility_inclusion_card nb_worker_driving_licence nb_worker_code holiday_voucher
holiday_voucher_annual_budget gift_voucher gift_voucher_annual_budget nb_worker_worked_sunday agreement_signed_ft
agreement_signed_ea agreement_signed_dept_pae nb_insertion_staff nb_insertion_dispo insertion_staff_funding annual_ca
annual_ca_production annual_ca_service annual_ca_mad pct_ca_public budget_commercial budget_commercial_deficit
budget_commercial_excedent budget_social budget_social_deficit budget_social_excedent budget_accessibility
budget_diversity comments
""".split()
FORM = questionnaires()["esat_2025"]
COMPUTED = [field.name for field in FORM.fields.values() if field.means == Means.COMPUTED]
year = made_once(hand_counted)


def test_the_form_has_the_114_fields_of_the_survey_in_its_order() -> None:
    assert len(NAMES) == 114
    assert list(FORM.fields) == NAMES


def test_every_label_note_and_choice_speaks_three_languages() -> None:
    words = [FORM.words, FORM.source]
    for section in FORM.sections:
        words.append(section.words)
    for field in FORM.fields.values():
        words += [field.words, *(choice.words for choice in field.choices)]
    assert all(getattr(one, language) for one in words for language in LANGUAGES)
    notes = [field.note for field in FORM.fields.values() if field.note.en]
    assert all(getattr(note, language) for note in notes for language in LANGUAGES)


def test_controls_and_conditions_speak_of_fields_that_exist() -> None:
    names = {name for field in FORM.fields.values() if field.only_if for name in [field.only_if[0]]}
    names |= {field.at_most for field in FORM.fields.values() if field.at_most}
    names |= {name for control in FORM.controls for name in (control.total, *control.parts)}
    assert names <= set(NAMES)


def test_the_known_defects_of_the_form_are_explained() -> None:
    for name in (
        "nb_worker_cpf_used",
        "pct_more_than50",
        "nb_support_hours",
        "nb_delegate_hours",
        "worker_delegate_hours_credit",
    ):
        assert "2025" in FORM.fields[name].note.en, name
    assert FORM.fields["pct_more_than50"].type == "count"
    assert (FORM.fields["nb_delegate_hours"].type, FORM.fields["worker_delegate_hours_credit"].type) == (
        "yes_no",
        "number",
    )


def test_every_computed_field_is_counted_by_hand() -> None:
    assert sorted(told()["fields"]) == sorted(COMPUTED)


@pytest.mark.parametrize("name", COMPUTED)
def test_a_computed_field_is_what_was_counted_by_hand(year: Year, db: None, name: str) -> None:
    expected = told()["fields"][name]
    found = filling(FORM, year.place, year.year).fields[name]
    assert (found.value, found.status) == (expected["value"], Status.COMPUTED)
    names = {person.pk: first for first, person in year.people.items()}
    who: set[str] = set()
    lacking: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows_of(FORM, FORM.fields[name], scope_of(year.place), year.year):
        if row.excluded:
            lacking[row.excluded].add(names[row.subject or 0])
        elif row.subject is not None:
            who.add(names[row.subject])
    assert who == set(expected.get("who", "").split())
    for reason, persons in expected.get("lacking", {}).items():
        assert lacking[reason] == set(persons.split())
    assert set(lacking) <= set(GAPS)
    if name not in MANY_NOT_ASKED:
        assert set(lacking) == set(expected.get("lacking", {}))


MANY_NOT_ASKED = {field.name for field in FORM.fields.values() if field.group == "mobility"}
"""Most persons of the year were asked nothing about how they get about."""


def test_who_took_a_training_is_asked_only_where_it_is_offered() -> None:
    values = {"autodetermination_formation": False}
    for name in ("nb_worker_autodetermination", "autodetermination_external_formation"):
        assert not is_concerned(FORM.fields[name], values), name
        assert is_concerned(FORM.fields[name], {"autodetermination_formation": True}), name


def test_the_sum_of_the_rows_is_the_value(year: Year, db: None) -> None:
    found = filling(FORM, year.place, year.year)
    for name in COMPUTED:
        field = FORM.fields[name]
        rows = [row for row in rows_of(FORM, field, scope_of(year.place), year.year) if not row.excluded]
        assert (
            field.measure_of(sum(row.num for row in rows), sum(row.den for row in rows)) == found.fields[name].measure
        )
        assert len(rows) == found.fields[name].count


def test_the_controls_hold_over_the_year(year: Year, db: None) -> None:
    assert filling(FORM, year.place, year.year).failures == []


def test_what_the_workplace_says_of_itself(year: Year, db: None) -> None:
    expected = told()["settings"]
    assert settled(year.place, year.year, expected) == expected


def test_another_year_counts_others(year: Year, db: None) -> None:
    found = filling(FORM, year.place, 2026).fields
    assert found["nb_worker_left"].value == 0
    assert found["nb_worker_acc"].value == 14  # the fifteen present on 31 December, less the one whose last day it was


def printed(year: Year, *arguments: str) -> str:
    out = StringIO()
    call_command("survey", *arguments, "--establishment", year.place.finess, stdout=out)
    return out.getvalue()


def test_the_command_prints_every_field_with_its_rows(year: Year, db: None) -> None:
    document: dict[str, Any] = json.loads(printed(year, "esat", "--year", "2025", "--json"))
    assert list(document) == NAMES
    left = document["nb_worker_left_other_reason"]
    assert (left["value"], left["status"], sum(row["num"] for row in left["rows"])) == (3, "computed", 3)
    assert document["esat_role"] == {"value": None, "status": "missing", "rows": []}
    assert "nb_worker_cpf_unused" in document["nb_worker_cpf_used"]["note"]
    assert "(22" not in printed(year, "esat", "--year", "2025") and ": 22 " in printed(year, "esat", "--year", "2025")


def test_the_command_refuses_what_there_is_not(year: Year, db: None) -> None:
    with pytest.raises(Refusal) as refused:
        printed(year, "esat", "--year", "2020")
    assert refused.value.code == "survey_year_too_early"
    with pytest.raises(Refusal) as unknown:
        call_command("survey", "esat", "--establishment", "990099999", "--year", "2025")
    assert unknown.value.code == "no_such_establishment"


def test_the_page_of_the_survey_is_current() -> None:
    """Else run `python -m tools.survey_page`."""
    assert survey_page.PAGE.read_text(encoding="utf-8") == survey_page.page()
