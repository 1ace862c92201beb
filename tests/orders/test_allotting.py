"""Who is on a line, with which share, and by which code the client knows her; what came back of what was delivered."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from etabli.core.refusal import Refusal
from etabli.orders import actions
from etabli.orders.models import CustomerReturn, DeliveryLine, Pseudonym
from etabli.orders.queries import progress_of, pseudonyms_of, shares_of
from etabli.people.models import Person, WorkGroup
from tests.orders.selling import DUE, ORDERED, WHO, Shop, client, line, only, order, shop
from tests.workplace import OTHER_NUMBER, engage, workplace

pytestmark = pytest.mark.django_db
LATER = ORDERED + timedelta(days=3)


@pytest.fixture
def where(db: Any) -> Shop:
    return shop()


def people(where: Shop, count: int = 3) -> list[Person]:
    return [engage(where.place, str(number)) for number in range(1, count + 1)]


def group(where: Shop, name: str = "Plieurs") -> WorkGroup:
    return WorkGroup.objects.create(establishment=where.place, name=name)


def refused(code: str, call: Any, **arguments: Any) -> None:
    with pytest.raises(Refusal) as caught:
        call(**arguments, **WHO)
    assert caught.value.code == code


# ---------------------------------------------------------------- allotments


def test_persons_and_groups_share_a_line(where: Shop) -> None:
    ada, bruno, _ = people(where)
    team = group(where)
    row = only(order(where))
    for who, share in [({"person": ada}, None), ({"person": bruno}, None), ({"group": team}, 4000)]:
        actions.allot(line=row, starts_on=ORDERED, share=share, **who, **WHO)
    shares = {allotment.person or allotment.group: share for allotment, share in shares_of([row], ORDERED)[row.pk]}
    assert shares == {ada: 3000, bruno: 3000, team: 4000}
    assert shares_of([row], ORDERED - timedelta(days=1)) == {row.pk: []}


def test_an_allotment_ends_and_goes_on(where: Shop) -> None:
    ada, bruno, _ = people(where)
    row = only(order(where))
    first = actions.allot(line=row, person=ada, starts_on=ORDERED, share=10_000, **WHO)
    refused("allotment_shares_too_many", actions.allot, line=row, person=bruno, starts_on=LATER, share=1)
    actions.end_allotment(allotment=first, ends_before=LATER, **WHO)
    actions.allot(line=row, person=bruno, starts_on=LATER, share=10_000, **WHO)
    refused("allotment_shares_too_many", actions.end_allotment, allotment=first, ends_before=None)
    refused("sale_days_backwards", actions.end_allotment, allotment=first, ends_before=ORDERED)
    assert [share for _, share in shares_of([row], LATER)[row.pk]] == [10_000]


def test_who_cannot_be_allotted(where: Shop) -> None:
    (ada,) = people(where, 1)
    other = workplace(finess=OTHER_NUMBER, name="Les Ormes")
    stranger = engage(other, "9")
    row = only(order(where))
    actions.allot(line=row, person=ada, starts_on=ORDERED, **WHO)
    asked: dict[str, Any] = {"line": row, "starts_on": ORDERED}
    refused("allotment_twice", actions.allot, person=ada, **asked)
    refused("allotment_either", actions.allot, **asked)
    refused("allotment_either", actions.allot, person=ada, group=group(where), **asked)
    refused("allotment_elsewhere", actions.allot, person=stranger, **asked)
    foreign = WorkGroup.objects.create(establishment=other, name="Ailleurs")
    refused("allotment_elsewhere", actions.allot, group=foreign, **asked)
    refused("allotment_share_wrong", actions.allot, group=group(where, "Zéro"), share=0, **asked)
    refused("sale_days_backwards", actions.allot, group=group(where, "Court"), ends_before=ORDERED, **asked)
    closed = order(where)
    actions.cancel_order(order=closed, **WHO)
    refused("order_step", actions.allot, line=only(closed), person=ada, starts_on=ORDERED)


@pytest.mark.parametrize("count", [1, 20])
def test_shares_take_as_many_queries_for_one_line_as_for_twenty(
    where: Shop, count: int, django_assert_num_queries: Any
) -> None:
    (ada,) = people(where, 1)
    row = order(where, *[line(where)] * count)
    for each in row.lines.all():
        actions.allot(line=each, person=ada, starts_on=ORDERED, **WHO)
    lines = list(row.lines.all())
    with django_assert_num_queries(1):
        found = shares_of(lines, ORDERED)
        assert [str(allotment.person) for rows in found.values() for allotment, _ in rows] == [str(ada)] * count


# ---------------------------------------------------------------- codes


def test_a_client_knows_a_person_by_one_code_for_good(where: Shop) -> None:
    ada, bruno, _ = people(where)
    first, second = only(order(where)), only(order(where))
    for row in (first, second):
        actions.allot(line=row, person=ada, starts_on=ORDERED, **WHO)
        actions.allot(line=row, person=bruno, starts_on=ORDERED, **WHO)
    codes = pseudonyms_of(where.client, [ada.pk, bruno.pk])
    assert len(set(codes.values())) == 2
    actions.remove_allotment(allotment=first.allotments.get(person=ada), **WHO)
    named = actions.name_for_client(client=where.client, persons=[ada.pk, bruno.pk], **WHO)
    assert named == codes and Pseudonym.objects.count() == 2


def test_another_client_knows_her_by_another_code(where: Shop) -> None:
    (ada,) = people(where, 1)
    team = group(where)
    other = client(where.place, "AUTRE", siret="")
    named = [
        actions.name_for_client(client=each, persons=[ada.pk], groups=[team.pk], **WHO)
        for each in (where.client, other)
    ]
    assert set(named[0]) == set(named[1]) == {("person", ada.pk), ("group", team.pk)}
    assert len({code for codes in named for code in codes.values()}) == 4


def test_a_code_is_drawn_and_says_nothing_of_who_it_is(where: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither her name nor her number has a part in it: the same draw gives the same code to anyone."""
    drawn = iter("AAAAAABBBBBBAAAAAACCCCCC")
    monkeypatch.setattr("secrets.choice", lambda signs: next(drawn))
    ada, bruno, chloe = people(where)
    named = actions.name_for_client(client=where.client, persons=[chloe.pk, ada.pk, bruno.pk], **WHO)
    assert named == {("person", chloe.pk): "AAAAAA", ("person", ada.pk): "BBBBBB", ("person", bruno.pk): "CCCCCC"}


def test_the_database_keeps_one_code_a_person_and_client(where: Shop) -> None:
    (ada,) = people(where, 1)
    actions.name_for_client(client=where.client, persons=[ada.pk], **WHO)
    with pytest.raises(IntegrityError), transaction.atomic():
        Pseudonym.objects.create(client=where.client, person=ada, code="AUTRE2")


# ---------------------------------------------------------------- returns and complaints


def delivered(where: Shop, quantity: int = 1_000_000) -> DeliveryLine:
    row = order(where)
    made = actions.deliver(order=row, delivered_on=LATER, quantities={only(row).pk: quantity}, **WHO)
    return made.lines.get()


def back(row: DeliveryLine, quantity: int, **changes: Any) -> CustomerReturn:
    usual = {"returned_on": DUE, "cause": "Plis de travers"}
    return actions.take_back(delivery_line=row, quantity=quantity, **{**usual, **changes}, **WHO)


def test_what_is_to_be_made_anew_opens_the_line_again(where: Shop) -> None:
    row = delivered(where)
    given = back(row, 200_000)
    line_of = row.order_line
    assert progress_of([line_of])[line_of.pk].left == 0
    actions.decide_return(row=given, decision="redo", closed_on=DUE, **WHO)
    line_of.refresh_from_db()
    assert (line_of.state, progress_of([line_of])[line_of.pk].left) == ("open", 200_000)
    actions.deliver(order=line_of.order, delivered_on=DUE, quantities={line_of.pk: 200_000}, **WHO)
    line_of.refresh_from_db()
    assert (line_of.state, progress_of([line_of])[line_of.pk].left) == ("done", 0)


def test_a_credit_leaves_the_line_as_it_is(where: Shop) -> None:
    row = delivered(where)
    given = back(row, 200_000)
    actions.decide_return(row=given, decision="credit", closed_on=DUE, **WHO)
    line_of = row.order_line
    line_of.refresh_from_db()
    assert (line_of.state, given.decision, given.closed_on) == ("done", "credit", DUE)
    refused("return_decided", actions.decide_return, row=given, decision="none", closed_on=DUE)


def test_no_more_comes_back_than_was_delivered(where: Shop) -> None:
    row = delivered(where)
    back(row, 600_000)
    asked: dict[str, Any] = {"delivery_line": row, "returned_on": DUE, "cause": "Tachés"}
    refused("return_too_many", actions.take_back, quantity=400_001, **asked)
    refused("quantity_missing", actions.take_back, quantity=0, **asked)
    refused("return_cause_empty", actions.take_back, quantity=1, **{**asked, "cause": " "})
    early = {**asked, "returned_on": LATER - timedelta(days=1)}
    refused("returned_before_delivered", actions.take_back, quantity=1, **early)
    assert back(row, 0, kind="complaint").quantity == 0
    assert back(row, 1_000_000, kind="complaint").kind == "complaint"


def test_what_is_done_about_it_is_chosen_once_and_of_a_running_order(where: Shop) -> None:
    row = delivered(where)
    given = back(row, 1_000)
    refused("decision_missing", actions.decide_return, row=given, decision="", closed_on=DUE)
    refused("returned_before_delivered", actions.decide_return, row=given, decision="none", closed_on=date(2025, 3, 1))
    actions.close_order(order=row.delivery.order, **WHO)
    given = CustomerReturn.objects.get(pk=given.pk)
    refused("order_closed_for_redo", actions.decide_return, row=given, decision="redo", closed_on=DUE)


def test_a_delivery_of_which_something_came_back_took_place(where: Shop) -> None:
    row = delivered(where)
    back(row, 1_000)
    refused("delivery_returned", actions.cancel_delivery, delivery=row.delivery)


def test_nothing_comes_back_of_what_was_only_prepared(where: Shop) -> None:
    row = order(where)
    prepared = actions.deliver(order=row, delivered_on=LATER, quantities={only(row).pk: 1_000}, draft=True, **WHO)
    refused(
        "delivery_step",
        actions.take_back,
        delivery_line=prepared.lines.get(),
        returned_on=DUE,
        quantity=1,
        cause="Rien",
    )
