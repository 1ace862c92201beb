"""Fields shared by forms, weeks in words and tables, undo, and links between rooms."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django import forms
from django.http import Http404, QueryDict
from django.test import Client, RequestFactory
from django.utils import translation

from etabli.core.refusal import Refusal
from etabli.kit import undo, weeks
from etabli.kit.inputs import (
    CountField,
    DayField,
    HoursField,
    MoneyField,
    PercentField,
    QuantityField,
    UnitPriceField,
    WeeksField,
    attempt,
    reweek,
    unjudged,
)
from etabli.kit.links import address
from etabli.org.models import Establishment, User
from tests.kit.conftest import PEUPLIERS

MONDAY = "11" + "0" * 12


class Sample(forms.Form):
    day = DayField(required=False)
    share = PercentField(required=False)
    hours = HoursField(required=False)
    count = CountField(required=False)
    weeks = WeeksField(required=False)


def cleaned(name: str, text: str, language: str = "fr") -> Any:
    with translation.override(language):
        form = Sample({name: text})
        return form.cleaned_data[name] if form.is_valid() else form.errors[name][0]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [("57,14", "fr", 5714), ("57.14", "en", 5714), ("80 %", "fr", 8000), ("100", "nl", 10_000), ("0,5", "fr", 50)],
)
def test_percentages_become_ten_thousandths(text: str, language: str, expected: int) -> None:
    assert cleaned("share", text, language) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("35", 2100),
        ("17 h 30", 1050),
        ("17h30", 1050),
        ("17:30", 1050),
        ("17,5", 1050),
        ("17.25", 1035),
        ("38 u", 2280),
    ],
)
def test_hours_become_minutes(text: str, expected: int) -> None:
    assert cleaned("hours", text) == expected


@pytest.mark.parametrize("text", ["17 h 75", "many", "0", "400", "1.234"])
def test_hours_that_are_refused(text: str) -> None:
    assert "3:30" in cleaned("hours", text)


@pytest.mark.parametrize(("minutes", "text"), [(2100, "35 h"), (1050, "17 h 30"), (5, "0 h 05")])
def test_hours_are_written_as_they_are_read(minutes: int, text: str) -> None:
    assert HoursField().prepare_value(minutes) == text
    assert HoursField().clean(text) == minutes


@pytest.mark.parametrize(
    ("text", "language"), [("21 375", "fr"), ("21\u202f375", "fr"), ("21.375", "nl"), ("21,375", "en")]
)
def test_counts_with_thousands(text: str, language: str) -> None:
    assert cleaned("count", text, language) == 21375


@pytest.mark.parametrize(
    ("field", "text", "language", "value", "shown"),
    [
        (QuantityField, "1 234,5", "fr", 1_234_500, "1\u00a0234,5"),
        (QuantityField, "200", "fr", 200_000, "200"),
        (UnitPriceField, "0,0185", "fr", 185, "0,0185"),
        (UnitPriceField, "12.5", "en", 125_000, "12.5"),
        (MoneyField, "40,00", "nl", 4000, "40"),
        (MoneyField, "0", "fr", 0, "0"),
    ],
)
def test_numbers_become_whole_numbers_of_their_smallest_part(
    field: type[forms.Field], text: str, language: str, value: int, shown: str
) -> None:
    with translation.override(language):
        asked = type("Asked", (forms.Form,), {"value": field()})
        form = asked({"value": text})
        assert form.is_valid() and form.cleaned_data["value"] == value
        assert f'value="{shown}"' in str(asked(initial={"value": value})["value"])


@pytest.mark.parametrize(("field", "text"), [(QuantityField, "0.0001"), (UnitPriceField, "-1"), (MoneyField, "1.005")])
def test_numbers_that_are_refused(field: type[forms.Field], text: str) -> None:
    asked = type("Asked", (forms.Form,), {"value": field()})
    assert not asked({"value": text}).is_valid()


@pytest.mark.parametrize("text", ["1969-12-31", "2101-01-01", "0202-05-04"])
def test_days_that_are_slips_of_the_finger(text: str) -> None:
    assert not isinstance(cleaned("day", text), date)


def test_a_day_is_shown_as_the_browser_wants_it() -> None:
    assert 'value="2026-05-04"' in Sample(initial={"day": date(2026, 5, 4)})["day"].as_widget()


# ---------------------------------------------------------------- weeks


def data(text: str) -> QueryDict:
    return QueryDict(text)


def test_boxes_become_weeks_and_nothing_stays_nothing() -> None:
    form = Sample(data("weeks_count=2&weeks=0-0&weeks=0-1&weeks=1-13&weeks=7-3&weeks=x"))
    assert form.is_valid()
    assert form.cleaned_data["weeks"] == (MONDAY, "0" * 13 + "1")
    assert Sample(data("")).is_valid()


@pytest.mark.parametrize(("count", "expected"), [("0", 1), ("9", 4), ("x", 1), ("²", 1)])
def test_a_wrong_number_of_weeks_is_brought_in(count: str, expected: int) -> None:
    form = Sample(data(f"weeks_count={count}"))
    assert form.is_valid()
    assert len(form.cleaned_data["weeks"]) == expected


def test_a_field_of_one_week_keeps_one() -> None:
    assert WeeksField(most_weeks=1).clean((MONDAY, MONDAY)) == (MONDAY,)
    with pytest.raises(forms.ValidationError):
        WeeksField().clean(("0" * 14,))


@pytest.mark.parametrize(("act", "before", "after"), [("more", 1, 2), ("more", 4, 4), ("fewer", 2, 1), ("fewer", 1, 1)])
def test_weeks_more_and_fewer(act: str, before: int, after: int) -> None:
    assert reweek(data(f"weeks_count={before}"), "weeks", act)["weeks_count"] == str(after)


def test_days_marked_are_shown_besides_those_offered() -> None:
    form = Sample(initial={"weeks": ("0" * 12 + "10",)})
    form.fields["weeks"].show_days((0, 1))  # type: ignore[attr-defined]
    html = form["weeks"].as_widget()
    assert html.count("checkbox") == 6
    assert 'value="0-12" id="id_weeks_0_12" checked' in html


def test_an_unjudged_form_says_nothing_yet() -> None:
    form = unjudged(Sample({"day": "never"}))
    assert "errorlist" not in str(form)
    assert 'value="never"' in str(form)


@pytest.mark.parametrize(
    ("week", "words"),
    [
        ("1111111111" + "0000", "Monday, tuesday, wednesday, thursday, friday"),
        ("1100000010" + "0000", "Monday, friday morning"),
        ("0" * 14, "No half-day"),
    ],
)
def test_a_week_in_words(week: str, words: str) -> None:
    with translation.override("en"):
        assert weeks.in_words(week) == words


def test_weeks_are_counted_and_drawn() -> None:
    with translation.override("en"):
        assert weeks.counted([MONDAY]) == "2 half-days a week"
        assert weeks.counted([MONDAY, "0" * 14]) == "2, 0 half-days, week after week"
        (table,) = weeks.tables([MONDAY], days=[1])
    assert [day["name"] for day in table["days"]] == ["Monday", "Tuesday"]
    assert [row["cells"] for row in table["rows"]] == [[True, False], [True, False]]


# ---------------------------------------------------------------- refusals, undo, links


def test_a_refusal_stands_beside_its_field_or_above_the_form() -> None:
    def refuse() -> None:
        raise Refusal("siret_wrong", value="1")

    beside, above = Sample({}), Sample({})
    assert not attempt(beside, refuse, {"siret_wrong": "count"})
    assert not attempt(above, refuse, {"siret_wrong": "elsewhere"})
    assert beside.errors["count"] and above.non_field_errors()
    assert attempt(Sample({}), lambda: None, {})


class _Request:
    """What undo wants of a request."""

    def __init__(self, user: User, token: str = "") -> None:
        self.user, self.session, self.POST = user, {}, {"token": token}


def test_an_undo_is_offered_once_and_redeemed_by_its_user_for_its_act(alice: User, bob: User) -> None:
    request = _Request(alice)
    undo.offer(request, act="a", address="/x/", text="Done.", values={"n": 1})
    offer = undo.offered(request)
    assert offer is not None and undo.offered(request) is None
    token = offer["token"]
    assert undo.redeem(_Request(alice, token), "a") == {"n": 1}
    for user, act, text in ((bob, "a", token), (alice, "b", token), (alice, "a", "forged")):
        with pytest.raises(Http404):
            undo.redeem(_Request(user, text), act)


def test_an_undo_ends_after_an_hour(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    request = _Request(alice)
    undo.offer(request, act="a", address="/x/", text="Done.", values={})
    offer = undo.offered(request)
    assert offer is not None
    monkeypatch.setattr(undo, "LIFETIME", -1)
    with pytest.raises(Http404):
        undo.redeem(_Request(alice, offer["token"]), "a")


def test_a_link_is_there_for_whom_may_see_the_page(
    alice: User, peupliers: Establishment, client: Client, settings: Any
) -> None:
    request: Any = RequestFactory().get("/")
    request.user, request.place = alice, peupliers
    assert address(request, "history", table="org_workshop", row_id="1") == f"/{PEUPLIERS}/history/org_workshop/1/"
    assert address(request, "no:such_page") == ""
    alice.grants.update(role="sales")
    assert address(request, "history", table="org_workshop", row_id="1") == ""
