"""Numbers, hours and dates as each reader writes them. `_` stands for a space that does not break."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest
from django.template import engines
from django.utils import translation

from etabli.kit import localised
from etabli.kit.texts import fold


def shown(language: str, filtered: str, value: Any) -> str:
    with translation.override(language):
        text = engines["django"].from_string("{{ value|" + filtered + " }}").render({"value": value})
    return text.replace("\u00a0", "_")


@pytest.mark.parametrize(
    ("minutes", "french", "dutch"),
    [
        (0, "0_h", "0_u"),
        (5, "0_h_05", "0_u_05"),
        (60, "1_h", "1_u"),
        (450, "7_h_30", "7_u_30"),
        (-65, "−1_h_05", "−1_u_05"),
        (109_200, "1_820_h", "1.820_u"),
    ],
)
def test_hours(minutes: int, french: str, dutch: str) -> None:
    assert shown("fr", "hours", minutes) == french
    assert shown("nl", "hours", minutes) == dutch


def test_hours_in_english() -> None:
    assert shown("en", "hours", 450) == "7_h_30"


def test_decimal_hours() -> None:
    assert shown("fr", "decimal_hours", 9100) == "151,67_h"
    assert shown("en", "decimal_hours", Fraction(9100)) == "151.67_h"
    assert shown("nl", "decimal_hours", -90) == "−1,50_u"


@pytest.mark.parametrize(
    ("value", "french", "dutch", "english"),
    [
        (Fraction(99, 100), "99,0_%", "99,0%", "99.0%"),
        (0.934, "93,4_%", "93,4%", "93.4%"),
        (0, "0,0_%", "0,0%", "0.0%"),
        (Fraction(-1, 200), "−0,5_%", "−0,5%", "−0.5%"),
        (Fraction(9345, 10_000), "93,5_%", "93,5%", "93.5%"),
        (12.5, "1_250,0_%", "1.250,0%", "1,250.0%"),
    ],
)
def test_ratio(value: Any, french: str, dutch: str, english: str) -> None:
    assert [shown(language, "ratio", value).replace("_%", "%") for language in ("fr", "nl", "en")] == [
        french.replace("_%", "%"),
        dutch,
        english,
    ]
    assert shown("fr", "ratio", value) == french


def test_a_ratio_over_nothing_is_undefined_never_zero() -> None:
    assert shown("en", "ratio", None) == "undefined"


def test_quantity_and_money() -> None:
    assert shown("fr", "quantity", 1_234_500) == "1_234,5"
    assert shown("en", "quantity", -2000) == "−2"
    assert shown("fr", "money", 123_450) == "1_234,50_€"
    assert shown("nl", "money", 5) == "€_0,05"
    assert [shown("fr", "unit_price", value) for value in (185, 125_000, 1_250_050)] == [
        "0,0185_€",
        "12,50_€",
        "125,005_€",
    ]
    assert shown("en", "unit_price", -100) == "−€0.01"
    assert shown("fr", "number:2", Fraction(1, 3)) == "0,33"


def test_days() -> None:
    day = date(2026, 2, 3)
    assert shown("fr", "day", day) == "3 févr. 2026"
    assert shown("fr", "day:'full'", day) == "mardi 3 février 2026"
    assert shown("nl", "day:'month'", day) == "februari 2026"
    assert shown("fr", "day:'short'", day) == "03/02/2026"
    assert shown("fr", "day", datetime(2026, 2, 3, 23, 30, tzinfo=UTC)) == "4 févr. 2026"
    assert shown("fr", "moment", datetime(2026, 2, 3, 12, 5, tzinfo=UTC)) == "3 févr. 2026 13:05"


def test_the_first_of_a_month_is_an_ordinal_in_french_only() -> None:
    first, eleventh = date(2025, 10, 1), date(2025, 10, 11)
    with translation.override("fr"):
        assert localised.day(first, "long") == "1er octobre 2025"
        assert localised.day(first, "weekday") == "mercredi 1er octobre"
        assert localised.moment(datetime(2025, 10, 1, 6, 5, tzinfo=UTC)) == "1er oct. 2025 08:05"
        assert localised.day(eleventh, "long") == "11 octobre 2025"
        assert localised.day(first, "short") == "01/10/2025"
    with translation.override("nl"):
        assert localised.day(first, "long") == "1 oktober 2025"


def test_half_days() -> None:
    assert shown("en", "half_day", 0) == "morning"
    assert shown("en", "half_day", 1) == "afternoon"


@pytest.mark.parametrize(
    "name", ["hours", "decimal_hours", "quantity", "money", "unit_price", "number", "day", "moment", "half_day"]
)
def test_nothing_shows_as_nothing(name: str) -> None:
    assert shown("fr", name, None) == ""


def test_an_unknown_language_reads_english() -> None:
    with translation.override("de"):
        assert localised.ratio(Fraction(1, 2)) == "50.0%"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Éva  O’Brien-Ñuñez ", "eva o'brien-nunez"),
        ("ŒUVRE", "oeuvre"),
        ("Straße", "strasse"),
        ("Łukasz", "lukasz"),
        ("İstanbul", "istanbul"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(folded) == folded


def test_a_colon_stands_as_the_language_sets_it_and_nothing_is_escaped_twice() -> None:
    with translation.override("en"):
        assert localised.colon("3 March", "closed") == "3 March: closed"
        text = "{% blocktranslate asvar who with name=name %}by {{ name }}{% endblocktranslate %}{{ who|colon:why }}"
        shown = engines["django"].from_string(text).render({"name": "d'Arc", "why": "a < b"})
    assert shown == "by d&#x27;Arc: a &lt; b"
