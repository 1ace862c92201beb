"""Loading the demo workplace through the actions, with progress; the same twice changes nothing."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from string import Template

from django.db import transaction
from django.utils.timezone import localtime

from etabli.attendance.actions import close_month, record
from etabli.attendance.models import Entry, HalfDayFact, Segment
from etabli.attendance.queries import roster_of
from etabli.config.demo import answers, bills, floor, pathways, sales, sharing, skills, support
from etabli.config.demo.days import lives_of, operations_of
from etabli.config.demo.people import HOUSES, VARLOPE, House, people_of
from etabli.core.periods import Period, month_start
from etabli.core.refusal import Refusal
from etabli.exchange.configuring import configure
from etabli.exchange.reading.configuration import read_configuration
from etabli.indicators.actions import save_target
from etabli.kit.actions import set_password
from etabli.kit.statistics import renew_statistics
from etabli.org.grants import add_user, grant
from etabli.org.models import Establishment, User
from etabli.org.queries import establishment_of
from etabli.org.states import Role
from etabli.people.actions import save_people
from etabli.people.models import Engagement
from etabli.tablet.actions import make_code
from etabli.tablet.tokens import spaced

Advance = Callable[[int], object]
OPEN_MONTHS = 2
"""Months that stay open before the present one."""
TARGETS = (
    ("paid_hours_activity_rate", 9300),
    ("occupancy_rate", 9500),
    ("target_fulfilment_rate", 10000),
    ("blended_occupancy_rate", 9500),
)
LOGINS = (
    ("direction", Role.DIRECTOR, ""),
    ("administration", Role.ADMINISTRATION, ""),
    ("chef-de-service", Role.HEAD_OF_SERVICE, ""),
    ("educatrice", Role.EDUCATOR, ""),
    ("monitrice", Role.INSTRUCTOR, "BLA"),
    ("moniteur", Role.INSTRUCTOR, "EV"),
    ("commercial", Role.SALES, ""),
    ("auditeur", Role.AUDITOR, ""),
)
FIRST_ON_TABLET, SECOND_ON_TABLET = "monitrice", "moniteur"


@dataclass(frozen=True)
class Login:
    """One way into the demo."""

    username: str
    role: Role
    password: str


def is_loaded() -> bool:
    return User.objects.filter(username=LOGINS[-1][0]).exists() and establishment_of(VARLOPE.finess) is not None


def check_empty() -> None:
    """Refusal `demo_beside_others` in a data folder that holds another workplace."""
    ours = [house.finess for house in HOUSES]
    other = Establishment.objects.exclude(finess__in=ours).first()
    if other is not None:
        raise Refusal("demo_beside_others", name=other.name)


def load(*, at: datetime, home: Path, advance: Advance) -> None:
    """The association, its people, their days until yesterday, targets, closed months and log-ins.

    `advance(n)` is called as the `steps` are done. An interrupted load goes on where it stopped.
    """
    check_empty()
    this_year = at.year
    text = (files("etabli.config") / "demo" / "workplace.toml").read_text(encoding="utf-8")
    years = {"last": this_year - 1, "this": this_year, "next": this_year + 1}
    report = configure(configuration=read_configuration(Template(text).substitute(years)), by=None, at=at)
    if report.errors:
        raise Refusal(report.errors[0].code, **report.errors[0].facts)
    for house in HOUSES:
        establishment = _establishment(house)
        save_people(establishment=establishment, rows=people_of(house, this_year - 1), by=None, at=at)
        _set_targets(establishment, at)
        _live(house, establishment, at, advance)
        _close_months(establishment, at)
    with transaction.atomic():  # the log-ins say that all is there
        users = _make_logins(password_of(home), at)
        first = _establishment(HOUSES[0])
        sales.take_orders(first, at)
        instructors = {"BLA": users[FIRST_ON_TABLET], "EV": users[SECOND_ON_TABLET]}
        floor.fill(first, instructors, at)
        skills.teach(first, instructors, at)
        support.accompany(first, (users["educatrice"], users["educatrice"], users["chef-de-service"]), at)
        support.accompany(_establishment(HOUSES[1]), (), at)
        sharing.share(first, users["educatrice"], at)
        pathways.follow(first, at)
        answers.promise(first, at)
        answers.listen(first, at)
        sales.deliver(first, at)
        bills.invoice(first, at)


def steps(at: datetime) -> int:
    """How often `advance` is called, in months of a house."""
    return len(_months(at)) * len(HOUSES)


def _months(at: datetime) -> list[Period]:
    return Period(date(at.year - 1, 1, 1), at.date()).months() if at.date() > date(at.year - 1, 1, 1) else []


def _establishment(house: House) -> Establishment:
    establishment = establishment_of(house.finess)
    if establishment is None:
        raise LookupError(house.finess)
    return establishment


def _live(house: House, establishment: Establishment, at: datetime, advance: Advance) -> None:
    rows = Engagement.objects.filter(establishment=establishment).order_by("pk")
    columns = ("person", "kind", "person__registrations__workshop__code")
    persons = {person: (kind, workshop) for person, kind, workshop in rows.values_list(*columns)}
    lives = lives_of(persons, house.seed)
    everything = Period(date(at.year - 1, 1, 1), at.date())
    roster = roster_of(establishment, everything)
    recent = at.date() - timedelta(days=28)
    forgotten = at.date() - timedelta(days=2)
    for month in _months(at):
        operations = list(operations_of(roster, lives, month, forgotten))
        received = month.last_day < recent
        record(establishment=establishment, operations=operations, by=None, at=at, notes_received=received)
        renew_statistics((Entry, Segment, HalfDayFact))
        advance(1)


def _set_targets(establishment: Establishment, at: datetime) -> None:
    for code, value in TARGETS:
        for year in (at.year - 1, at.year):
            save_target(
                establishment=establishment, code=code, year=year, value=value, source="CPOM (fictif)", by=None, at=at
            )


def _close_months(establishment: Establishment, at: datetime) -> None:
    first_open = month_start(at.date())
    for _ in range(OPEN_MONTHS):
        first_open = month_start(first_open - timedelta(days=1))
    for month in _months(at):
        if month.start < first_open:
            close_month(establishment=establishment, month=month.start, by=None, at=at)


def password_of(home: Path) -> str:
    """The password of every log-in of this demo, made once, kept for the owner alone."""
    path = home / "keys" / "demo-password"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(9), encoding="ascii")
    return path.read_text(encoding="ascii")


def logins(home: Path) -> list[Login]:
    return [Login(username, role, password_of(home)) for username, role, _ in LOGINS]


@dataclass(frozen=True)
class TabletLogin:
    """The way onto a tablet: who signs in to make it known, and a one-time code of the day for someone else."""

    username: str
    other: str
    code: str


def tablet_login(home: Path, at: datetime) -> TabletLogin | None:
    """None in a demo loaded before there were tablets. The code is made once a day, kept for the owner alone."""
    other = User.objects.filter(username=SECOND_ON_TABLET).first()
    if other is None:
        return None
    day, path = localtime(at).date(), home / "keys" / "demo-tablet-code"
    kept, _, code = path.read_text(encoding="ascii").partition(" ") if path.exists() else ("", "", "")
    if kept != day.isoformat():
        place = _establishment(HOUSES[0])
        code = make_code(establishment=place, user=other, valid_on=day, by=None, at=at)
        path.unlink(missing_ok=True)
        path.touch(mode=0o600)
        path.write_text(f"{day.isoformat()} {code}", encoding="ascii")
    return TabletLogin(FIRST_ON_TABLET, SECOND_ON_TABLET, spaced(code))


def _make_logins(password: str, at: datetime) -> dict[str, User]:
    """By name to sign in with."""
    houses = [_establishment(house) for house in HOUSES]
    users = {}
    for username, role, code in LOGINS:
        workshop = houses[0].workshops.filter(code=code).first() if code else None
        user = add_user(username=username, role=role, establishment=houses[0], workshop=workshop, by=None, at=at)
        set_password(user=user, password=password)
        users[username] = user
        if role == Role.DIRECTOR:
            grant(user=user, role=role, establishment=houses[1], by=None, at=at)
    return users
