"""What the person page shows: rows turned into plain values for its templates."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from etabli.core.calendars import HouseCalendar
from etabli.core.counting import WHOLE
from etabli.kit import weeks
from etabli.org.models import Establishment
from etabli.org.queries import house_of, parameter_on
from etabli.people import rules
from etabli.people.actions import WEEKLY_CAP
from etabli.people.columns import STATUS
from etabli.people.models import Engagement, EngagementTerms, OutsideEngagement, Registration
from etabli.people.queries import weekly_work
from etabli.people.states import EngagementKind, PersonState
from etabli.people.wording import KINDS, STATES

Card = dict[str, Any]


def last_day(ends_before: date | None) -> date | None:
    return None if ends_before is None else ends_before - timedelta(days=1)


def engagement_cards(registration: Registration, today: date) -> list[Card]:
    """Every engagement here, the latest first."""
    place = registration.establishment
    rows = Engagement.objects.filter(establishment=place, person=registration.person_id)
    rows = rows.prefetch_related("terms").order_by("-starts_on")
    house = house_of(place, registration.workshop_id)
    return [_card(row, house, place.full_time_weekly_minutes, today) for row in rows]


def _card(row: Engagement, house: HouseCalendar, full_time: int, today: date) -> Card:
    terms = list(row.terms.all())
    to_confirm = any(not part.pattern and not part.follows_opening for part in terms)
    state = rules.state_of(row.starts_on, row.ends_before, to_confirm=to_confirm, on=today)
    in_force = max((part for part in terms if part.valid_from <= today), key=lambda part: part.valid_from, default=None)
    return {
        "pk": row.pk,
        "kind": KINDS[EngagementKind(row.kind)],
        "starts_on": row.starts_on,
        "last_day": last_day(row.ends_before),
        "reason": row.end_reason,
        "state": STATES[state],
        "status": STATUS[state],
        "is_running": state != PersonState.ENDED,
        "terms": [_terms(part, row, house, full_time, part == (in_force or terms[0])) for part in reversed(terms)],
        "first": terms[0].pk if terms else None,
    }


def _terms(part: EngagementTerms, row: Engagement, house: HouseCalendar, full_time: int, current: bool) -> Card:
    follows = not part.pattern and part.follows_opening
    opening = house.week_on(part.valid_from)
    drawn = part.pattern.split("|") if part.pattern else [opening] if follows else []
    return {
        "pk": part.pk,
        "valid_from": part.valid_from,
        "fraction": Fraction(part.fraction, WHOLE),
        "weekly": (full_time * part.fraction + WHOLE // 2) // WHOLE,
        "follows": follows,
        "to_confirm": not drawn,
        "is_current": current,
        "is_reached": row.ends_before is None or part.valid_from < row.ends_before,
        "count": weeks.counted(drawn) if drawn else "",
        "weeks": weeks.tables(drawn, weeks.days_open([opening])),
        "anchor": part.pattern_anchor if len(drawn) > 1 else None,
    }


def work_over_all(registration: Registration, today: date) -> Card:
    """Paid work of the person this week, in every place, held against the cap; and the rows of work elsewhere."""
    place: Establishment = registration.establishment
    parts = weekly_work(registration.person, today)
    total, cap = sum(part.minutes for part in parts), parameter_on(WEEKLY_CAP, today, place)
    here = sum(part.minutes for part in parts if part.establishment == place)
    association = sum(part.minutes for part in parts if part.establishment not in (place, None))
    rows = OutsideEngagement.objects.filter(person=registration.person_id).order_by("-starts_on")
    return {
        "here": here,
        "association": association,
        "total": total,
        "cap": cap,
        "over": max(total - cap, 0),
        "several": len(parts) > 1,
        "rows": [
            {
                "pk": row.pk,
                "employer": row.employer,
                "weekly": row.weekly_minutes,
                "starts_on": row.starts_on,
                "last_day": last_day(row.ends_before),
                "is_running": row.starts_on <= today and (row.ends_before is None or row.ends_before > today),
            }
            for row in rows
        ],
    }
