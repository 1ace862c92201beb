"""Reads of consents and shares, what a share shows, and who read a person's file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from etabli.kit import localised
from etabli.kit.models import AccessLog
from etabli.kit.queries import actor_names
from etabli.org.models import Establishment, User
from etabli.people.cards import restrictions_in_words
from etabli.people.models import Certification, Engagement, Person, Registration
from etabli.people.wording import KINDS
from etabli.support import rules
from etabli.support.models import Assessment, Consent, Share, SharePurpose, Training
from etabli.support.queries.assessing import latest
from etabli.support.queries.observing import goals_in_force
from etabli.support.states import SharedField, ShareState


@dataclass(frozen=True)
class Said:
    """A purpose, and what the person said to it (None: nothing that stands)."""

    purpose: SharePurpose
    consent: Consent | None

    @property
    def answer(self) -> str | None:
        return self.consent.answer if self.consent else None

    @property
    def allowed(self) -> frozenset[str]:
        """Codes of what may be shared for it."""
        agreed = self.consent.fields if self.consent else ()
        return rules.allowed_fields(self.purpose.basis, self.purpose.fields, self.answer, agreed)


@dataclass(frozen=True)
class Held:
    """A share and how it stands. `fields`: what it shows, in the order of the screen."""

    row: Share
    state: ShareState
    fields: tuple[SharedField, ...]


def purposes_of(user: User, establishment: Establishment) -> QuerySet[SharePurpose]:
    """Every purpose there, the retired ones too."""
    return SharePurpose.objects.visible_to(user, establishment)


def said_by(user: User, establishment: Establishment, person: int) -> list[Said]:
    """What a person said to each purpose in use, by name; two queries and those of the rights."""
    rows = Consent.objects.visible_to(user, establishment).filter(person=person, withdrawn_at=None)
    standing = {row.purpose_id: row for row in rows.select_related("author")}
    purposes = purposes_of(user, establishment).filter(retired_on=None)
    return [Said(purpose, standing.get(purpose.pk)) for purpose in purposes]


def said_before(user: User, establishment: Establishment, person: int) -> QuerySet[Consent]:
    """What a person said and took back, the newest first."""
    rows = Consent.objects.visible_to(user, establishment).filter(person=person, withdrawn_at__isnull=False)
    return rows.select_related("purpose", "author")


def shares_of(user: User, establishment: Establishment, person: int, at: datetime) -> list[Held]:
    """Shares of a person's file, the newest first; the same number of queries however many."""
    rows = Share.objects.visible_to(user, establishment).filter(person=person).select_related("purpose", "author")
    standing = {
        row.purpose_id: row
        for row in Consent.objects.filter(person=person, establishment=establishment, withdrawn_at=None)
    }
    return [_held(row, Said(row.purpose, standing.get(row.purpose_id)), at) for row in rows]


def share_of_digest(digest: str, at: datetime) -> Held | None:
    """The share of a link, as it stands now. None for a link that never was."""
    row = Share.objects.select_related("purpose", "person", "establishment").filter(token_digest=digest).first()
    if row is None:
        return None
    consent = Consent.objects.filter(person=row.person_id, purpose=row.purpose_id, withdrawn_at=None).first()
    return _held(row, Said(row.purpose, consent), at)


def _held(row: Share, said: Said, at: datetime) -> Held:
    shown = tuple(one for one in SharedField if one in row.fields and one in said.allowed)
    state = rules.share_state(
        revoked=row.revoked_at is not None,
        expires_at=row.expires_at,
        tries=row.tries,
        fields=row.fields,
        allowed=said.allowed,
        at=at,
    )
    return Held(row, state, shown)


# ---------------------------------------------------------------- what a share shows


def shared(
    person: Person, place: Establishment, fields: Iterable[SharedField], on: date
) -> list[tuple[SharedField, list[str]]]:
    """Each field with its lines in the reader's language, on a day. What is not asked for is not read."""
    return [(field, _READERS[field](person, place, on)) for field in fields]


def _workshop(person: Person, place: Establishment, on: date) -> list[str]:
    row = Registration.objects.filter(person=person, establishment=place).select_related("workshop").first()
    return [row.workshop.name] if row is not None and row.workshop is not None else []


def _engagement(person: Person, place: Establishment, on: date) -> list[str]:
    rows = Engagement.objects.filter(person=person, establishment=place, starts_on__lte=on)
    return [
        f"{KINDS[row.kind]}: {localised.day(row.starts_on)}"  # type: ignore[index]
        for row in rows
        if row.ends_before is None or row.ends_before > on
    ]


def _goals(person: Person, place: Establishment, on: date) -> list[str]:
    return goals_in_force(place, [person.pk], on).get(person.pk, [])


def _restrictions(person: Person, place: Establishment, on: date) -> list[str]:
    return restrictions_in_words([person.pk], on).get(person.pk, [])


def _certifications(person: Person, place: Establishment, on: date) -> list[str]:
    rows = Certification.objects.filter(person=person, issued_on__lte=on)
    return [row.name for row in rows if row.expires_on is None or row.expires_on >= on]


def _competences(person: Person, place: Establishment, on: date) -> list[str]:
    """The title and the level in plain words, never the comment."""
    rows = Assessment.objects.filter(establishment=place, person=person, day__lte=on).standing()
    joined = rows.select_related("level", "competence__framework").order_by("day", "acted_at", "pk")
    return [f"{row.competence.title}: {row.level.label}" for row in latest(joined).values() if row.level]


def _trainings(person: Person, place: Establishment, on: date) -> list[str]:
    rows = Training.objects.filter(establishment=place, person=person, starts_on__lte=on)
    return [f"{row.title} ({row.starts_on.year})" for row in rows]


_READERS: dict[SharedField, Callable[[Person, Establishment, date], list[str]]] = {
    SharedField.WORKSHOP: _workshop,
    SharedField.ENGAGEMENT: _engagement,
    SharedField.GOALS: _goals,
    SharedField.RESTRICTIONS: _restrictions,
    SharedField.CERTIFICATIONS: _certifications,
    SharedField.COMPETENCES: _competences,
    SharedField.TRAININGS: _trainings,
}


# ---------------------------------------------------------------- who read


def reads_about(place: Establishment, person: int) -> QuerySet[AccessLog]:
    """What the log of reads of the establishment holds about a person, the newest first."""
    # The log names many persons in one row; as text the two databases write that list alike.
    rows = AccessLog.objects.filter(establishment_id=place.pk, table_name=Person._meta.db_table)
    named = rows.annotate(named=Cast("subjects", TextField()))
    return named.filter(named__contains=f'"{int(person)}"').order_by("-id")


@dataclass(frozen=True)
class Reading:
    """One line of who read a file. `who`: a name of the staff, or the recipient of a share."""

    at: datetime
    who: str
    what: str
    why: str


BY_A_LINK = "support.share"
"""What the log of reads says of a part of a file read from outside."""


def readings(rows: Sequence[AccessLog], words: Callable[[str], str], by_link: str) -> list[Reading]:
    """Lines with names; one query however many. `words`: of the code of a page. `by_link`: who read from outside."""
    known = {
        user.username: user.get_full_name() for user in User.objects.filter(username__in={row.actor for row in rows})
    }
    others = actor_names(row.actor for row in rows if not row.user_id)

    def who(row: AccessLog) -> str:
        if row.what == BY_A_LINK and not row.user_id:
            return by_link
        return known.get(row.actor) or others.get(row.actor) or row.actor

    return [Reading(row.at, who(row), words(row.what), row.purpose) for row in rows]
