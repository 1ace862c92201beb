"""The facts of a calendar year that the simulator counts anew."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection

from etabli.core import facts
from etabli.core.facts import EngagementKind
from etabli.core.periods import day_no
from etabli.core.simulating import Attended, Contract, Paid, YearFacts
from etabli.org.models import CalendarDay, Establishment, EstablishmentYear
from etabli.people.models import EngagementFact

_PAID = """
SELECT p.subject, c.month, p.fraction, p.month_pattern_minutes, c.weekday, p.half, SUM(p.paid_minutes), MAX(p.in_pattern)
FROM person_half_day AS p
JOIN calendar AS c ON c.establishment = p.establishment AND c.day_no = p.day_no
WHERE p.establishment = %(place)s AND p.day_no >= %(from_day)s AND p.day_no < %(to_day)s
  AND p.kind = 'accompaniment' AND p.month_pattern_minutes > 0
GROUP BY p.subject, c.month, p.fraction, p.month_pattern_minutes, c.weekday, p.half
"""
_ATTENDED = """
SELECT d.month, d.weekday, d.opened, d.morning, d.afternoon, d.under_contract, COUNT(*)
FROM (
    SELECT p.subject AS subject, p.day_no AS day_no, c.month AS month, c.weekday AS weekday,
           MAX(p.open_half_days) AS opened,
           MAX(CASE WHEN p.half = 0 THEN 1 ELSE 0 END) AS morning,
           MAX(CASE WHEN p.half = 1 THEN 1 ELSE 0 END) AS afternoon,
           MAX(CASE WHEN p.kind = 'accompaniment' THEN 1 ELSE 0 END) AS under_contract
    FROM person_half_day AS p
    JOIN calendar AS c ON c.establishment = p.establishment AND c.day_no = p.day_no
    WHERE p.establishment = %(place)s AND p.day_no >= %(from_day)s AND p.day_no < %(to_day)s
      AND p.ars = 1 AND p.kind IN ('accompaniment', 'trainee', 'discovery')
    GROUP BY p.subject, p.day_no, c.month, c.weekday
) AS d
GROUP BY d.month, d.weekday, d.opened, d.morning, d.afternoon, d.under_contract
"""
_DAY_COLUMNS = tuple(facts.CalendarDay.__dataclass_fields__)
_CONTRACT_COLUMNS = tuple(Contract.__dataclass_fields__)


def simulated_years(establishment: Establishment, today: date) -> list[int]:
    """The calendar years that may be simulated, newest first: begun, and somebody was under contract."""
    first = _contracts(establishment).order_by("contract_from_day").values_list("contract_from_day", flat=True).first()
    if first is None:
        return []
    years = EstablishmentYear.objects.filter(establishment=establishment, year__lte=today.year, open_days__gt=0)
    found = years.order_by("-year").values_list("year", flat=True)
    return [year for year in found if day_no(date(year + 1, 1, 1)) > first]


def open_weekdays(establishment: Establishment) -> list[int]:
    """Weekdays (0 is Monday) on which the house ever opens."""
    rows = CalendarDay.objects.filter(establishment=establishment, open_half_days__gt=0).order_by("weekday")
    return list(rows.values_list("weekday", flat=True).distinct())


def year_facts(establishment: Establishment, year: int) -> YearFacts:
    """Five queries, however many persons. EstablishmentYear.DoesNotExist for a year without a calendar."""
    bounds = {"from_day": day_no(date(year, 1, 1)), "to_day": day_no(date(year + 1, 1, 1)), "place": establishment.pk}
    declared = EstablishmentYear.objects.get(establishment=establishment, year=year)
    days = CalendarDay.objects.filter(establishment=establishment, year=year).order_by("day_no")
    contracts = _contracts(establishment).filter(
        contract_from_day__lt=bounds["to_day"], contract_to_day__gt=bounds["from_day"]
    )
    return YearFacts(
        days=tuple(facts.CalendarDay(*row) for row in days.values_list(*_DAY_COLUMNS)),
        year=facts.EstablishmentYear(year, declared.declared_days, declared.target_days, declared.open_days),
        paid=tuple(
            Paid(subject, month, fraction, pattern, weekday, half, minutes, bool(in_pattern))
            for subject, month, fraction, pattern, weekday, half, minutes, in_pattern in _rows(_PAID, bounds)
        ),
        attended=tuple(
            Attended(month, weekday, opened, bool(morning), bool(afternoon), bool(under_contract), days_)
            for month, weekday, opened, morning, afternoon, under_contract, days_ in _rows(_ATTENDED, bounds)
        ),
        contracts=tuple(Contract(*row) for row in contracts.values_list(*_CONTRACT_COLUMNS)),
    )


def _contracts(establishment: Establishment) -> Any:
    return EngagementFact.objects.filter(establishment=establishment, kind=EngagementKind.ACCOMPANIMENT).order_by("pk")


def _rows(text: str, bounds: dict[str, int]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(text, bounds)
        return [tuple(int(value) for value in row) for row in cursor.fetchall()]
