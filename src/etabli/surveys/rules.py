"""Which values a field takes, and which answers do not go together. Nothing here reads a database or a clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from etabli.core.refusal import Refusal
from etabli.surveys.questionnaire import Field, Questionnaire, form_of
from etabli.surveys.states import NUMERIC, FieldType, Means

MOST = 1_000_000_000
MOST_CHARACTERS = 4_000
MOST_REASON = 300
FIRST_YEAR, LAST_YEAR = 1900, 2100
WHOLE = frozenset({FieldType.COUNT, FieldType.YEAR})


def check_form(family: str, year: int, kind: str) -> Questionnaire:
    """The form of a family for a year and a kind of establishment."""
    form = form_of(family, year)
    if form is None:
        raise Refusal("survey_year_too_early", year=str(year))
    if kind not in form.kinds:
        raise Refusal("survey_not_for_this_kind", kinds=", ".join(sorted(form.kinds)))
    return form


def check_field(form: Questionnaire, name: str) -> Field:
    field = form.fields.get(name)
    if field is None:
        raise Refusal("survey_field_unknown", value=name)
    return field


def check_value(field: Field, value: Any) -> None:
    """`value`: of the type of the field, see `FieldType`."""
    if field.type in NUMERIC:
        _check_number(field, value)
    elif field.type == FieldType.YES_NO:
        if not isinstance(value, bool):
            raise Refusal("survey_choice_unknown", value=str(value))
    elif field.type == FieldType.TEXT:
        if not isinstance(value, str) or not value.strip():
            raise Refusal("survey_value_missing")
        if len(value) > MOST_CHARACTERS:
            raise Refusal("survey_text_too_long", most=MOST_CHARACTERS)
    else:
        _check_choices(field, value)


def _check_number(field: Field, value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Refusal("survey_not_a_number", value=str(value))
    if field.type in WHOLE and not float(value).is_integer():
        raise Refusal("survey_value_not_whole", value=value)
    low, high = _bounds(field)
    if value < low:
        raise Refusal("survey_value_too_low", least=low)
    if value > high:
        raise Refusal("survey_value_too_high", most=high)


def _bounds(field: Field) -> tuple[float, float]:
    low, high = 0.0, float(MOST)
    if field.type == FieldType.PERCENT:
        high = 100.0
    if field.type == FieldType.YEAR:
        low, high = float(FIRST_YEAR), float(LAST_YEAR)
    low = low if field.minimum is None else field.minimum
    high = high if field.maximum is None else field.maximum
    return low, high


def _check_choices(field: Field, value: Any) -> None:
    known = {choice.code for choice in field.choices}
    given = value if field.type == FieldType.CHOICES else [value]
    if not isinstance(given, list) or not given:
        raise Refusal("survey_value_missing")
    unknown = [str(one) for one in given if one not in known]
    if unknown:
        raise Refusal("survey_choice_unknown", value=", ".join(unknown))


def check_reason(field: Field, reason: str, computed: Any) -> None:
    """Another value than the one computed says why; what is asked needs no reason."""
    if field.means != Means.ASKED and computed is not None and not reason.strip():
        raise Refusal("survey_reason_missing")
    if len(reason) > MOST_REASON:
        raise Refusal("survey_text_too_long", most=MOST_REASON)


def is_concerned(field: Field, values: Mapping[str, Any]) -> bool:
    """False while the answer that makes the question useful is another one, or not given yet."""
    if field.only_if is None:
        return True
    name, wanted = field.only_if
    return bool(values.get(name) == wanted)


@dataclass(frozen=True)
class Failure:
    """A control that the values of a form do not keep, at the field where it shows."""

    field: str
    refusal: Refusal


def failures(form: Questionnaire, values: Mapping[str, Any]) -> list[Failure]:
    """Every control that fails, in order of the form. A control with a value that is missing is not judged."""
    found = [failure for field in form.fields.values() for failure in _own_failures(field, values)]
    for control in form.controls:
        parts = [values.get(name) for name in control.parts]
        total = values.get(control.total)
        if total is None or any(part is None for part in parts):
            continue
        made = round(sum(part for part in parts if part is not None), 2)
        if made > total or (made != total and not control.may_lack):
            found.append(Failure(control.total, Refusal("survey_sum_wrong", made=made, total=total)))
    order = list(form.fields)
    return sorted(found, key=lambda failure: order.index(failure.field))


def _own_failures(field: Field, values: Mapping[str, Any]) -> list[Failure]:
    value = values.get(field.name)
    if value is None:
        return []
    try:
        check_value(field, value)
    except Refusal as refusal:
        return [Failure(field.name, refusal)]
    most = values.get(field.at_most) if field.at_most else None
    if most is not None and value > most:
        return [Failure(field.name, Refusal("survey_more_than", value=value, survey_field=field.at_most, most=most))]
    return []


def check_year_over(year: int, on: date) -> None:
    """A form tells of a year up to its last day: before that day is past nobody knows it, and nobody signs it."""
    if on.year <= year:
        raise Refusal("survey_year_not_over", year=str(year))


def check_controls(form: Questionnaire, values: Mapping[str, Any]) -> None:
    """A form whose answers contradict each other is not signed."""
    found = failures(form, values)
    if found:
        raise Refusal("survey_controls_fail", count=len(found))
