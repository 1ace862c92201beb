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
from etabli.people.models import (
    Certification,
    Engagement,
    EngagementTerms,
    OutsideEngagement,
    Registration,
    Restriction,
    WorkshopStay,
)
from etabli.people.queries import weekly_work
from etabli.people.states import CertificationState, EngagementKind, PersonState, RestrictionState
from etabli.people.wording import CERTIFICATION_STATES, KINDS, RESTRICTION_STATES, STATES

Card = dict[str, Any]
RESTRICTION_STATUS = {
    RestrictionState.IN_FORCE: "watch",
    RestrictionState.TO_COME: "info",
    RestrictionState.ENDED: "off",
}
CERTIFICATION_STATUS = {
    CertificationState.VALID: "ok",
    CertificationState.EXPIRING: "watch",
    CertificationState.EXPIRED: "late",
}
"""How `components/status.html` shows each state."""


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


def restriction_cards(registration: Registration, today: date) -> list[Card]:
    """Restrictions in plain words, those in force first; the reason is not even read here."""
    rows = Restriction.objects.filter(person=registration.person_id).defer("reason").order_by("-starts_on", "-pk")
    cards = [_restriction(row, rules.restriction_state(row.starts_on, row.ends_before, today)) for row in rows]
    return sorted(cards, key=lambda card: list(RESTRICTION_STATUS.values()).index(card["status"]))


def _restriction(row: Restriction, state: RestrictionState) -> Card:
    return {
        "pk": row.pk,
        "wording": row.wording,
        "starts_on": row.starts_on,
        "last_day": last_day(row.ends_before),
        "state": RESTRICTION_STATES[state],
        "status": RESTRICTION_STATUS[state],
        "is_ended": state == RestrictionState.ENDED,
    }


def certification_cards(registration: Registration, today: date) -> list[Card]:
    """Certifications, by name, the latest of each first."""
    rows = Certification.objects.filter(person=registration.person_id).order_by("name", "-issued_on", "-pk")
    cards = []
    for row in rows:
        state = rules.certification_state(row.expires_on, today)
        status = {"state": CERTIFICATION_STATES[state], "status": CERTIFICATION_STATUS[state]}
        cards.append(
            {"pk": row.pk, "name": row.name, "issued_on": row.issued_on, "expires_on": row.expires_on} | status
        )
    return cards


def stay_cards(registration: Registration, today: date) -> list[Card]:
    """Stays in other workshops here that are not over."""
    rows = WorkshopStay.objects.filter(person=registration.person_id, establishment=registration.establishment)
    return [
        {
            "pk": row.pk,
            "workshop": row.workshop.name,
            "starts_on": row.starts_on,
            "last_day": last_day(row.ends_before),
            "is_now": row.starts_on <= today,
        }
        for row in rows.filter(ends_before__gt=today).select_related("workshop")
    ]
