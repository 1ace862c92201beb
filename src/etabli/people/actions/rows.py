"""Persons and engagements as sheets and lists give them: row by row, made or brought up to date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from etabli.core.calendars import WeeklyPattern
from etabli.core.counting import WHOLE
from etabli.core.periods import monday_of
from etabli.core.refusal import Refusal
from etabli.kit.texts import fold
from etabli.org.actions import Change
from etabli.org.models import Establishment, User, Workshop
from etabli.people import rules
from etabli.people.actions.deriving import derive_engagements
from etabli.people.actions.hours import check_weekly_cap
from etabli.people.models import Engagement, EngagementTerms, Person, Registration, WorkGroup
from etabli.people.queries import period_of, same_person


@dataclass(frozen=True)
class PersonRow:
    """A person and one engagement, as a sheet or a form gives them.

    `workshop`: code or name. `last_day`: the last day, included. `fraction`: ten-thousandths. `from_date`: the day from
    which fraction and pattern hold, the start of the engagement when None. `pattern`: weeks of fourteen half-days, or None.
    None in a field that is not required leaves what is there.
    """

    staff_number: str
    last_name: str
    first_name: str
    kind: str
    starts_on: date
    birth_date: date | None = None
    sex: str = ""
    workshop: str = ""
    groups: tuple[str, ...] = ()
    last_day: date | None = None
    end_reason: str = ""
    fraction: int = WHOLE
    from_date: date | None = None
    pattern: tuple[str, ...] | None = None

    @property
    def ends_before(self) -> date | None:
        return None if self.last_day is None else self.last_day + timedelta(days=1)


@transaction.atomic
def save_people(
    *, establishment: Establishment, rows: Sequence[PersonRow], by: User | None, at: datetime
) -> list[Change | Refusal]:
    """Each row made or brought up to date; key of a row: staff number and start. One answer a row, in order.

    A refused row changes nothing. The facts are derived once, at the end.
    """
    answers: list[Change | Refusal] = []
    touched: set[int] = set()
    for row in rows:
        try:
            with transaction.atomic():
                person, change = _save_row(establishment, row)
        except Refusal as refusal:
            answers.append(refusal)
            continue
        answers.append(change)
        if change != Change.UNCHANGED:
            touched.add(person.pk)
    if touched:
        derive_engagements(establishment, touched, at)
    return answers


def _save_row(establishment: Establishment, row: PersonRow) -> tuple[Person, Change]:
    rules.check_kind(row.kind, establishment.kind)
    rules.check_days(row.starts_on, row.ends_before)
    rules.check_fraction(row.fraction)
    person, changes = _save_person(establishment, row)
    changes += _save_engagement(establishment, person, row)
    if all(change == Change.UNCHANGED for change in changes):
        return person, Change.UNCHANGED
    return person, Change.CREATED if changes[-2] == Change.CREATED else Change.UPDATED


def _save_person(establishment: Establishment, row: PersonRow) -> tuple[Person, list[Change]]:
    name = fold(f"{row.last_name} {row.first_name}")
    registration = (
        Registration.objects.filter(establishment=establishment, staff_number=row.staff_number)
        .select_related("person")
        .first()
    )
    person = registration.person if registration else same_person(establishment, name, row.birth_date, row.staff_number)
    values = {"last_name": row.last_name, "first_name": row.first_name}
    values |= {"birth_date": row.birth_date} if row.birth_date else {}
    values |= {"sex": row.sex} if row.sex else {}
    if person is None:
        person = Person.objects.create(
            association=establishment.association, search_key=f"{name} {fold(row.staff_number)}", **values
        )
        changes = [Change.CREATED]
    else:
        changes = [_update(person, values)]
    changes.append(_save_registration(establishment, person, registration, row))
    numbers = person.registrations.order_by("pk").values_list("staff_number", flat=True)
    changes.append(_update(person, {"search_key": " ".join([name, *(fold(number) for number in numbers)])}))
    return person, changes


def _save_registration(
    establishment: Establishment, person: Person, registration: Registration | None, row: PersonRow
) -> Change:
    workshop = _workshop(establishment, row.workshop) if row.workshop else None
    if registration is None:
        present = Registration.objects.filter(establishment=establishment, person=person).first()
        if present is not None:
            raise Refusal("person_has_other_number", number=present.staff_number, name=str(person))
        registration = Registration.objects.create(
            establishment=establishment, person=person, staff_number=row.staff_number, workshop=workshop
        )
        change = Change.CREATED
    else:
        change = _update(registration, {"workshop": workshop} if workshop else {})
    return _save_groups(establishment, registration, row.groups) or change


def _save_groups(establishment: Establishment, registration: Registration, names: Iterable[str]) -> Change | None:
    wanted = {WorkGroup.objects.get_or_create(establishment=establishment, name=name)[0] for name in names}
    if not wanted or wanted == set(registration.work_groups.all()):
        return None
    registration.work_groups.set(wanted)
    return Change.UPDATED


def _workshop(establishment: Establishment, text: str) -> Workshop:
    folded = fold(text)
    for workshop in establishment.workshops.all():
        if folded in (fold(workshop.code), fold(workshop.name)):
            return workshop
    known = ", ".join(workshop.code for workshop in establishment.workshops.all())
    raise Refusal("workshop_unknown", value=text, known=known)


def _save_engagement(establishment: Establishment, person: Person, row: PersonRow) -> list[Change]:
    engagement = Engagement.objects.filter(establishment=establishment, person=person, starts_on=row.starts_on).first()
    values: dict[str, object] = {"kind": row.kind}
    values |= {"ends_before": row.ends_before} if row.last_day else {}
    values |= {"end_reason": row.end_reason} if row.end_reason else {}
    if engagement is None:
        engagement = Engagement(establishment=establishment, person=person, starts_on=row.starts_on, **values)
        change = Change.CREATED
    else:
        change = _differs(engagement, values)
    period = period_of(engagement)
    others = person.engagements.filter(establishment=establishment).exclude(pk=engagement.pk)
    rules.check_no_overlap(period, [period_of(other) for other in others])
    if change != Change.UNCHANGED:
        engagement.save()
    valid_from = row.from_date or row.starts_on
    rules.check_terms_inside(valid_from, period)
    changes = [change, _save_terms(engagement, valid_from, row.fraction, row.pattern)]
    if Change.CREATED in changes or Change.UPDATED in changes:
        check_weekly_cap(person, max(valid_from, row.starts_on))
    return changes


def _save_terms(engagement: Engagement, valid_from: date, fraction: int, pattern: tuple[str, ...] | None) -> Change:
    text = "|".join(pattern) if pattern else ""
    anchor = monday_of(valid_from) if pattern else None
    if pattern:
        WeeklyPattern(pattern, monday_of(valid_from))
    row = engagement.terms.filter(valid_from=valid_from).first()
    if row is not None and not pattern and row.pattern:
        # A sheet without due half-days does not undo a pattern that someone confirmed.
        return _update(row, {"fraction": fraction})
    values = {
        "fraction": fraction,
        "pattern": text,
        "pattern_anchor": anchor,
        "follows_opening": not pattern and fraction == WHOLE,
    }
    if row is None:
        EngagementTerms.objects.create(engagement=engagement, valid_from=valid_from, **values)
        return Change.CREATED
    return _update(row, values)


def _differs(row: object, values: dict[str, object]) -> Change:
    different = [name for name, value in values.items() if getattr(row, name) != value]
    for name in different:
        setattr(row, name, values[name])
    return Change.UPDATED if different else Change.UNCHANGED


def _update(row: Person | Registration | EngagementTerms, values: dict[str, object]) -> Change:
    change = _differs(row, values)
    if change == Change.UPDATED:
        row.save(update_fields=list(values))
    return change
