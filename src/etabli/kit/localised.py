"""Dates, hours, ratios and quantities as the reader of the present language writes them.

Spaces inside a value do not break (U+00A0), so that a number and its unit stay together.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, format_percent
from django.utils import timezone
from django.utils.translation import get_language, gettext, pgettext

LOCALES = {"fr": "fr_FR", "nl": "nl_BE", "en": "en_GB"}
"""Days come before months for all our readers, so English is that of Britain."""
SPACE, MINUS = "\u00a0", "\u2212"
HOUR_SIGNS = {"nl": "u"}
_DAY_STYLES = {
    "short": "short",
    "medium": "medium",
    "long": "long",
    "full": "full",
    "weekday": "EEEE d MMMM",
    "weekday_name": "EEEE",
    "month": "LLLL y",
    "short_month": "LLL",
    "short_month_year": "LLL yy",
    "column": "EEEEEE d",
}


_DATED = frozenset({"medium", "long", "full", "weekday"})
_FIRST = re.compile(r"\b1\b")


@lru_cache(maxsize=8)
def _locale(language: str) -> Locale:
    return Locale.parse(LOCALES.get(language[:2], LOCALES["en"]))


def _language() -> str:
    return (get_language() or "fr")[:2]


def _unbroken(text: str) -> str:
    return text.replace("\u202f", SPACE).replace(" ", SPACE)


def _exact(value: Any) -> Decimal:
    """A decimal close enough to print: fractions are carried to 20 digits."""
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return Decimal(str(value))


def number(value: Any, places: int = 0) -> str:
    """A number rounded half up to `places` decimals, all of them shown, thousands grouped."""
    rounded = _exact(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    pattern = "#,##0" + ("." + "0" * places if places else "")
    text = _unbroken(format_decimal(abs(rounded), format=pattern, locale=_locale(_language())))
    return (MINUS if rounded < 0 else "") + text


def hours(minutes: int) -> str:
    """Minutes as hours: 450 -> "7 h 30" (Dutch "7 u 30"); 0 -> "0 h"; -65 -> "−1 h 05"."""
    whole, rest = divmod(abs(int(minutes)), 60)
    sign = HOUR_SIGNS.get(_language(), "h")
    text = f"{number(whole)}{SPACE}{sign}" + (f"{SPACE}{rest:02d}" if rest else "")
    return (MINUS if minutes < 0 else "") + text


def decimal_hours(minutes: Any, places: int = 2) -> str:
    """Minutes (or a fraction of them) as decimal hours: 9100 -> "151,67 h"."""
    sign = HOUR_SIGNS.get(_language(), "h")
    return f"{number(_exact(minutes) / 60, places)}{SPACE}{sign}"


def ratio(value: Any, places: int = 1) -> str:
    """A fraction as a percentage: 0.99 -> "99,0 %". None, a ratio over nothing, is "undefined": never 0."""
    if value is None:
        return gettext("undefined")
    locale = _locale(_language())
    rounded = (_exact(value) * 100).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) / 100
    pattern = locale.percent_formats[None].pattern.replace("#,##0", "#,##0" + ("." + "0" * places if places else ""))
    text = _unbroken(format_percent(abs(rounded), format=pattern, locale=locale))
    return (MINUS if rounded < 0 else "") + text


def quantity(thousandths: int) -> str:
    """Thousandths of a unit, without idle zeros: 1234500 -> "1 234,5"."""
    text = _unbroken(format_decimal(Decimal(abs(thousandths)) / 1000, format="#,##0.###", locale=_locale(_language())))
    return (MINUS if thousandths < 0 else "") + text


def money(cents: int) -> str:
    """Cents as euros: 123450 -> "1 234,50 €" (English "€1,234.50", Dutch "€ 1.234,50")."""
    return _euros(Decimal(cents) / 100, "0.00")


def unit_price(ten_thousandths: int) -> str:
    """Ten-thousandths of a euro as euros, two decimals at least: 185 -> "0,0185 €", 125000 -> "12,50 €"."""
    return _euros(Decimal(ten_thousandths) / 10_000, "0.00##")


def _euros(value: Decimal, digits: str) -> str:
    locale = _locale(_language())
    pattern = locale.currency_formats["standard"].pattern.split(";")[0]
    form = pattern.replace("¤", "€").replace("0.00", digits)
    return (MINUS if value < 0 else "") + _unbroken(format_decimal(abs(value), format=form, locale=locale))


def day(value: date, style: str = "medium") -> str:
    """A day. Styles: short, medium, long, full, weekday (without year), weekday_name, month (month and year), short_month,
    short_month_year, column (head of a grid)."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    text = format_date(value, format=_DAY_STYLES[style], locale=_locale(_language()))
    return _first_told(text) if style in _DATED and value.day == 1 else text


def _first_told(text: str) -> str:
    """CLDR's French knows no ordinal, but nobody writes "1 mars"."""
    return _FIRST.sub("1er", text, count=1) if _language() == "fr" else text


def moment(value: datetime) -> str:
    """A moment in the time zone of the workplace."""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    text = format_datetime(local, format="d MMM y HH:mm", locale=_locale(_language()))
    return _first_told(text) if local.day == 1 else text


def half_day(half: int) -> str:
    """0 -> morning, 1 -> afternoon."""
    return pgettext("half-day", "afternoon") if half else pgettext("half-day", "morning")


def colon(label: Any, text: Any) -> str:
    """A label and what it says, as the language sets a colon: in French with a space before it."""
    return pgettext("a label and what it says", "%(label)s: %(text)s") % {"label": label, "text": text}
