"""Who is on which line, and the codes by which clients know them."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db import transaction

from etabli.core.periods import Period
from etabli.core.refusal import Refusal
from etabli.kit.changes import announce
from etabli.orders import rules
from etabli.orders.actions.turns import take_turn
from etabli.orders.models import Allotment, Client, OrderLine, Pseudonym
from etabli.orders.queries import pseudonyms_of
from etabli.orders.queries.people import GROUP, PERSON, allotted
from etabli.orders.topics import LINE_ALLOTTED
from etabli.org.models import User
from etabli.org.turns import one_at_a_time
from etabli.people.models import Person, Registration, WorkGroup

_SIGNS = "ABCDEFGHJKLMNPQRTUVWXYZ2346789"
"""Without those that are read as another: I and 1, O and 0, S and 5."""
_LENGTH = 6


@transaction.atomic
def allot(
    *,
    line: OrderLine,
    person: Person | None = None,
    group: WorkGroup | None = None,
    starts_on: date,
    ends_before: date | None = None,
    share: int | None = None,
    by: User | None,
    at: datetime,
) -> Allotment:
    """Put a person or a work group on a line from a day on; both then have a code for the client of the order.

    Refusals `allotment_either`, `allotment_elsewhere`, `order_step`, `sale_days_backwards`, `allotment_share_wrong`,
    `allotment_twice`, `allotment_shares_too_many`, and those of whoever listens to `LINE_ALLOTTED`.
    """
    rules.check_one_allotted(person, group)
    take_turn(line, line.order)
    rules.check_changeable(line.order.number, line.order.state)
    _check_of_the_house(line, person, group)
    rules.check_dated(starts_on, ends_before)
    rules.check_share(share)
    row = Allotment(line=line, person=person, group=group, starts_on=starts_on, ends_before=ends_before, share=share)
    rules.check_allotments(allotted(row), [allotted(other) for other in line.allotments.all()])
    row.save()
    announce(LINE_ALLOTTED, allotment=row, at=at)
    _name(line.order.client, [person.pk] if person else [], [group.pk] if group else [])
    return row


def _check_of_the_house(line: OrderLine, person: Person | None, group: WorkGroup | None) -> None:
    house = line.establishment_id
    if group is not None and group.establishment_id != house:
        raise Refusal("allotment_elsewhere")
    if person is not None and not Registration.objects.filter(person=person, establishment=house).exists():
        raise Refusal("allotment_elsewhere")


@transaction.atomic
def end_allotment(*, allotment: Allotment, ends_before: date | None, by: User | None, at: datetime) -> None:
    """Its last day is the one before; None: it goes on. Refusals as `allot` about days and shares."""
    take_turn(allotment.line)
    rules.check_dated(allotment.starts_on, ends_before)
    others = allotment.line.allotments.exclude(pk=allotment.pk)
    wanted = rules.Allotted(allotted(allotment).who, Period(allotment.starts_on, ends_before), allotment.share)
    rules.check_allotments(wanted, [allotted(other) for other in others])
    allotment.ends_before = ends_before
    allotment.save(update_fields=["ends_before"])


@transaction.atomic
def remove_allotment(*, allotment: Allotment, by: User | None, at: datetime) -> None:
    """It was a mistake. The code that the client may know stays."""
    allotment.delete()


@transaction.atomic
def name_for_client(
    *,
    client: Client,
    persons: Collection[int] = (),
    groups: Collection[int] = (),
    by: User | None,
    at: datetime,
) -> dict[tuple[str, int], str]:
    """The codes of persons and groups (keys) for a client, made where they are missing; as `pseudonyms_of`."""
    one_at_a_time(client.establishment)
    return _name(client, persons, groups)


def _name(client: Client, persons: Collection[int], groups: Collection[int]) -> dict[tuple[str, int], str]:
    known = pseudonyms_of(client, persons, groups)
    wanted = [*((PERSON, key) for key in persons), *((GROUP, key) for key in groups)]
    missing = list(dict.fromkeys(who for who in wanted if who not in known))
    return known | _draw(client, missing)


def _draw(client: Client, missing: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
    taken = set(Pseudonym.objects.filter(client=client).values_list("code", flat=True))
    drawn = {}
    for kind, key in missing:
        code = _random(taken)
        taken.add(code)
        drawn[kind, key] = code
        Pseudonym.objects.create(client=client, code=code, **{f"{kind}_id": key})
    return drawn


def _random(taken: Collection[str]) -> str:
    while True:
        code = "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))
        if code not in taken:
            return code
