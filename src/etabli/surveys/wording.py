"""Sentences of what is refused, and the words of types, states and gaps."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from etabli.surveys.questionnaire import questionnaires
from etabli.surveys.states import EditionState, FieldType, Means, Status

SENTENCES: dict[str, Any] = {
    "survey_year_too_early": _("This form does not describe the year %(year)s."),
    "survey_not_for_this_kind": _("This form is for establishments of another kind: %(kinds)s."),
    "survey_field_unknown": _("The form has no field %(value)s."),
    "survey_value_missing": _("Write an answer, or leave the field as it was."),
    "survey_not_a_number": _("“%(value)s” is not a number. Write digits only."),
    "survey_value_not_whole": _("Write a whole number."),
    "survey_value_too_low": _("This cannot be less than %(least)s."),
    "survey_value_too_high": _("This cannot be more than %(most)s."),
    "survey_choice_unknown": _("“%(value)s” is not one of the answers offered."),
    "survey_text_too_long": _("Write at most %(most)s characters."),
    "survey_reason_missing": _("Say why this value stands instead of the computed one."),
    "survey_sum_wrong": _("The parts make %(made)s, and not %(total)s."),
    "survey_more_than": _("%(value)s is more than “%(survey_field)s”, which is %(most)s."),
    "survey_controls_fail": _("%(count)s controls fail. Correct these fields, then sign."),
    "survey_edition_signed": _("This version is signed already. Keep a new one to sign again."),
    "survey_year_not_over": _("The year %(year)s is not over: keep versions until then, and sign once it is."),
    "survey_edition_stale": _("Something changed since this version was kept. Keep a new one, then sign it."),
}

FIELD_TYPES: dict[FieldType, Any] = {
    FieldType.COUNT: _("Number of persons or things"),
    FieldType.NUMBER: _("Number"),
    FieldType.PERCENT: _("Percentage"),
    FieldType.EUROS: _("Euros"),
    FieldType.YES_NO: _("Yes or no"),
    FieldType.CHOICE: _("One answer"),
    FieldType.CHOICES: _("Several answers"),
    FieldType.TEXT: _("Text"),
    FieldType.YEAR: _("Year"),
}

MEANS: dict[Means, Any] = {
    Means.COMPUTED: pgettext_lazy("field of a form", "Counted from the facts"),
    Means.ASKED: pgettext_lazy("field of a form", "Asked once a year"),
    Means.SETTINGS: pgettext_lazy("field of a form", "From the settings"),
}

STATUSES: dict[Status, Any] = {
    Status.COMPUTED: pgettext_lazy("field of a form", "computed"),
    Status.ASKED: pgettext_lazy("field of a form", "answered"),
    Status.OVERRIDDEN: pgettext_lazy("field of a form", "corrected by hand"),
    Status.MISSING: pgettext_lazy("field of a form", "to answer"),
    Status.NOT_CONCERNED: pgettext_lazy("field of a form", "not concerned"),
}

EDITION_STATES: dict[EditionState, Any] = {
    EditionState.DRAFT: pgettext_lazy("version of a form", "draft"),
    EditionState.SIGNED: pgettext_lazy("version of a form", "signed"),
}

GAPS: dict[str, Any] = {
    "no_birth_date": _("the birth date is not written"),
    "no_entry_date": _("the first day under contract is not known"),
    "no_sex": _("the sex is not written"),
    "not_asked": _("nobody asked the person"),
    "no_prescriber": _("who prescribed the work trial is not written"),
    "destination_unknown": _("where the person went is not written"),
    "no_contract": _("the contract of the job is not written"),
    "no_funder": _("who pays for the training is not written"),
    "no_giver": _("who gives the training is not written"),
    "not_from_ordinary_work": _("back from something else than ordinary work: not counted"),
}
"""Why a row was left out of a value."""
NOT_TO_REPAIR = frozenset({"not_from_ordinary_work"})
"""Left out by the rule of the form: nothing is missing."""

READS: dict[str, Any] = {
    "surveys.behind": _("Persons behind a field of a form"),
    "surveys.gaps": _("What is missing to answer a form"),
    "surveys.rows": _("Export of the persons behind a field of a form"),
}


def field_named(name: str) -> str:
    """The label of a field in the reader's language; its name when no form has it."""
    for form in questionnaires().values():
        if name in form.fields:
            return form.fields[name].words.of(get_language() or "fr")
    return name
