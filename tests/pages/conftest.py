"""A small establishment with one of everything, and a user of each role; another one whose users must see nothing of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from etabli.attendance.actions import begin_absence, close_month
from etabli.attendance.models import SickNote
from etabli.indicators.actions import take_effort_file
from etabli.indicators.effort import Measure
from etabli.indicators.effort_files import EffortTold
from etabli.org.grants import add_user
from etabli.org.models import Establishment, Grant, User
from etabli.org.states import Role
from etabli.people.actions import (
    RestrictionSpec,
    save_certification,
    save_outside_engagement,
    save_photo,
    save_restriction,
    save_workshop_stay,
)
from etabli.people.models import Engagement, EngagementTerms, OutsideEngagement, Person
from etabli.support.actions import ObservationOperation, add_observation, save_goal
from etabli.support.actions.consents import record_consent, save_purpose
from etabli.support.actions.free_data import FreeFieldSpec, save_free_field, write_free_values
from etabli.support.actions.shares import make_share
from etabli.tablet.actions import enrol_device
from tests import workplace as small
from tests.billing.counter import samples as bill_samples
from tests.cpom.promised import samples as cpom_samples
from tests.orders.desk import samples as order_samples
from tests.pathways.asking import samples as asked_samples
from tests.pathways.leaving import samples as left_samples
from tests.pathways.placing import samples as placed_samples
from tests.production.doing import samples as work_samples
from tests.support.knowing import samples as competence_samples
from tests.support.planning import samples as plan_samples
from tests.surveys.answering import samples as form_samples
from tests.surveys.asking import samples as survey_samples

SECRET = "Fictifsecret"
PASSWORD = "a long pass phrase"


@dataclass
class Everything:
    """`samples`: a value for each parameter of an address, or for `name.parameter` where one address needs another."""

    place: Establishment
    elsewhere: Establishment
    users: dict[str, User]
    stranger: User
    samples: dict[str, Any]


def _workshops() -> tuple[Any, ...]:
    return (small.org.WorkshopSpec("BLA", "Blanchisserie"), small.org.WorkshopSpec("EV", "Espaces verts"))


@pytest.fixture
def everything(db: Any) -> Everything:
    return made()


def made() -> Everything:
    place = small.workplace(association="Les Essais", workshops=_workshops(), target_days={2025: 21000})
    elsewhere = small.workplace(
        association="Ailleurs", finess=small.OTHER_NUMBER, name="Ailleurs", workshops=_workshops()
    )
    person = small.engage(place, "1", last_name=SECRET, workshop="BLA", sex="F", birth_date=date(1990, 5, 4))
    small.engage(place, "2", workshop="EV", fraction=5000)
    small.type_days(place, person, small.days_of(small.MARCH))
    small.type_days(place, person, date(2025, 4, 7), "MAL", notes_received=False)
    close_month(establishment=place, month=date(2025, 1, 1), by=None, at=small.AT)
    users = {str(role): _user(role, place) for role in Role}
    samples = _samples(place, person, users)
    return Everything(place, elsewhere, users, _user(Role.DIRECTOR, elsewhere, "stranger"), samples)


def _samples(place: Establishment, person: Person, users: dict[str, User]) -> dict[str, Any]:
    """A value for each parameter of an address."""
    device, _token = enrol_device(
        establishment=place, name="Essai", language="fr", by=users[Role.INSTRUCTOR], at=small.AT
    )
    engagement = Engagement.objects.get(person=person)
    note = SickNote.objects.get(person=person)
    return {
        "finess": place.finess,
        "scope": f"association:{place.association_id}",
        "pk": person.pk,
        "person": person.pk,
        "year": 2025,
        "month": "2025-03",
        "week": "2025-W11",
        "code": "occupancy_rate",
        "attendance:code.code": place.codes.get(code="CP").pk,
        "attendance:reconciliation_export.kind": "csv",
        "engagement": engagement.pk,
        "people:export.kind": "csv",
        "outside": _work_elsewhere(person).pk,
        **_card(person, place),
        **_seen(person, place),
        "grant": Grant.objects.get(user=users[Role.SALES]).pk,
        "user": users[Role.SALES].pk,
        "section": "places",
        "org:row.pk": place.approved_places.get().pk,
        "org:row_remove.pk": place.approved_places.get().pk,
        "tablets:revoke.device": device.pk,
        "tablets:take_off.enrolment": device.enrolments.get().pk,
        "tablet:photo.key": device.pk,
        "tablet:face.author": users[Role.INSTRUCTOR].pk,
        "tablet:face.key": _photo(person, place),
        "terms": EngagementTerms.objects.get(engagement=engagement).pk,
        "note": note.pk,
        "absence": _going_on(person, place),
        "table": "people_person",
        "row_id": person.pk,
        "uid": "none",
        "token": "none",
        "exchange:passport_file.kind": "json",
        "exchange:template.kind": "people",
        "exchange:upload.kind": "attendance",
        "cpom:simulator_chart.kind": "cap",
        "indicators:support_comparison_remove.pk": _told(place),
        **_shared(person, place),
        **order_samples(place, person),
        **work_samples(place, person),
        **bill_samples(place, person),
        **competence_samples(place, person),
        **plan_samples(place, person),
        **cpom_samples(place, person),
        **form_samples(place),
        **asked_samples(place, person),
        **survey_samples(place),
        **placed_samples(place, person),
        **left_samples(place, person),
    }


def _going_on(person: Person, place: Establishment) -> UUID:
    """An absence until further notice that is still to come: nothing is written for it."""
    day = small.AT.date() + timedelta(days=1)
    values = {"person": person.pk, "code": "CP", "starts_on": day}
    return begin_absence(establishment=place, key=uuid7(), **values, by=None, at=small.AT).pk


def _photo(person: Person, place: Establishment) -> UUID:
    """The name of the photo she has."""
    registration = person.registrations.get(establishment=place)
    save_photo(registration=registration, content=b"\x89PNG\r\n\x1a\n", by=None, at=small.AT)
    assert registration.photo is not None
    return registration.photo


def _card(person: Person, place: Establishment) -> dict[str, int]:
    """A restriction, a certification and a stay in another workshop."""
    who: dict[str, Any] = {"person": person, "by": None, "at": small.AT}
    spec = RestrictionSpec("load", 10, "No load over 10 kg", small.BEGINNING, reason="…")
    days = {"starts_on": date(2025, 3, 3), "ends_before": date(2025, 3, 4)}
    room = place.workshops.get(code="EV")
    return {
        "restriction": save_restriction(spec=spec, **who).pk,
        "certification": save_certification(name="CACES", issued_on=small.BEGINNING, expires_on=None, **who).pk,
        "stay": save_workshop_stay(establishment=place, workshop=room, **days, **who).pk,
    }


def _seen(person: Person, place: Establishment) -> dict[str, Any]:
    """An observation and a goal."""
    who: dict[str, Any] = {"establishment": place, "by": None, "at": small.AT}
    act = ObservationOperation(uuid7(), person.pk, date(2026, 1, 15), 0, small.AT, "progress", f"{SECRET}, vu", uuid7())
    add_observation(operation=act, **who)
    goal = save_goal(person=person, wording="Préparer son poste", starts_on=small.BEGINNING, **who)
    return {"observation": act.id, "goal": goal.pk}


def _shared(person: Person, place: Establishment) -> dict[str, Any]:
    """A purpose of sharing, what the person says to it, a link, and a free field."""
    who: dict[str, Any] = {"by": None, "at": small.AT}
    words = {"code": "conseil", "name": "Conseil", "easy": "On t'aide.", "basis": "agreement", "fields": ["goals"]}
    purpose = save_purpose(establishment=place, **words, **who)
    consent = record_consent(person=person, purpose=purpose, answer="agreed", means="spoken", **who)
    told = {"recipient": "Noa Saule", "organisation": "", "reason": "Stage", "fields": ["goals"]}
    made = make_share(person=person, purpose=purpose, **told, expires_at=small.AT + timedelta(days=9), **who)
    everyone = ("instructor", "educator", "head_of_service", "director")
    spec = FreeFieldSpec("person", "transport", "Transport", "text", "Venir", 24, everyone, everyone[1:])
    field = save_free_field(establishment=place, spec=spec, **who)
    write_free_values(person=person, values={field: f"{SECRET} en bus"}, roles=None, **who)
    sheets = {"support:free_export.kind": "csv", "support:free_figures_export.kind": "csv"}
    free = {"field": field.pk, "target": "person", "about": 0} | sheets
    return {"purpose": purpose.pk, "consent": consent.pk, "share": made.row.pk, **free}


def _told(place: Establishment) -> int:
    """What another association tells of its effort."""
    measures = {str(measure): None for measure in Measure}
    told = EffortTold("Les Autres", 2024, {"measures": measures})
    return take_effort_file(association=place.association, told=told, by=None, at=small.AT).pk


def _work_elsewhere(person: Person) -> OutsideEngagement:
    """A closed one: the person is a full-timer here."""
    days = {"starts_on": date(2020, 1, 1), "ends_before": date(2020, 2, 1)}
    return save_outside_engagement(
        person=person, employer="Un autre lieu", weekly_minutes=300, **days, by=None, at=small.AT
    )


def _user(role: Role, place: Establishment, name: str = "") -> User:
    workshop = place.workshops.get(code="BLA") if role == Role.INSTRUCTOR else None
    user = add_user(username=name or str(role), role=role, establishment=place, workshop=workshop, by=None, at=small.AT)
    user.set_password(PASSWORD)
    user.save()
    return user
