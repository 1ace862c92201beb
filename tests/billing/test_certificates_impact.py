"""The certificate of impact: hours and trades, people only when they are enough, nobody named, nothing by subtraction."""

from __future__ import annotations

import json
from datetime import date
from itertools import combinations
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etabli.billing.actions.certificates import certify_impact
from etabli.billing.models import ImpactCertificate, Invoice
from etabli.billing.queries.impact import of_year
from etabli.billing.trace import trace
from etabli.core.refusal import Refusal
from etabli.orders.models import Client, OrderLine, Product
from etabli.org.actions.settings import save_parameter
from etabli.org.models import Establishment
from etabli.people.models import Person
from etabli.production.models import WorkFact
from tests import strategies, workplace
from tests.billing import making
from tests.billing.certifying import AT, ON, invoiced

pytestmark = pytest.mark.django_db
WHO: dict[str, Any] = {"by": None, "at": AT}


@pytest.fixture
def place() -> Establishment:
    made = workplace.workplace(workshops=(workplace.org.WorkshopSpec("BLA", "Blanchisserie"),))
    making.seller(made)
    return made


def team(place: Establishment, number: int) -> list[Person]:
    return [workplace.engage(place, str(i), workshop="BLA") for i in range(1, number + 1)]


def ordered(buyer: Client, quantity: int = 100_000, trade: str = "") -> OrderLine:
    """A line of an order, of a product of that trade."""
    place = buyer.establishment
    product = None
    if trade:
        product, _ = Product.objects.get_or_create(
            establishment=place,
            code=trade,
            defaults={"name": trade, "unit": "piece", "trade": trade, "vat": making.vat(place)},
        )
    return making.order(buyer, {"quantity": quantity, "product": product}).lines.get()


def worked(line: OrderLine, people: list[Person], minutes: int = 60) -> None:
    """Each of them as long, on a day of its own so that lines do not meet."""
    WorkFact.objects.bulk_create(
        WorkFact(
            establishment=line.establishment,
            subject=person,
            day_no=20_000 + line.pk,
            half=0,
            minutes=minutes,
            good=0,
            rejected=0,
            order_line=line.pk,
            task=line.pk,
            workshop=place_workshop(line),
        )
        for person in people
    )


def place_workshop(line: OrderLine) -> int:
    return int(line.establishment.workshops.get().pk)


def billed(buyer: Client, line: OrderLine, quantity: int = 100_000, **changes: Any) -> Invoice:
    """So much of a line, delivered and on an invoice."""
    delivery = making.deliver(line.order, quantity).lines.get()
    return invoiced(buyer, 1_000, order_line=line, delivery_line=delivery, quantity=quantity, **changes)


def certified(client: Client, on: date = ON, **scope: Any) -> ImpactCertificate:
    return certify_impact(establishment=client.establishment, client=client, on=on, **scope, **WHO)


# ---------------------------------------------------------------- what it says


def test_hours_trades_and_people_behind_an_invoice(place: Establishment) -> None:
    buyer, people = making.client(place), team(place, 6)
    line = ordered(buyer, trade="Blanchisserie")
    worked(line, people)
    said = certified(buyer, invoice=billed(buyer, line)).payload
    assert said["minutes"] == 360 and said["trades"] == [{"trade": "Blanchisserie", "minutes": 360}]
    assert (said["people"], said["least"]) == (6, 5)


def test_fewer_than_the_least_are_not_told(place: Establishment) -> None:
    buyer, people = making.client(place), team(place, 4)
    line = ordered(buyer)
    worked(line, people)
    made = certified(buyer, invoice=billed(buyer, line))
    assert (made.payload["people"], made.payload["minutes"], made.payload["trades"]) == (None, None, [])
    assert (made.people, made.told) == ([], [])


def test_a_trade_of_few_people_is_told_with_others(place: Establishment) -> None:
    buyer, people = making.client(place), team(place, 6)
    for trade, part in (("Blanchisserie", people), ("Couture", people[:5]), ("Gravure", people[:1]), ("Pose", people)):
        line = ordered(buyer, trade=trade)
        worked(line, part, minutes=60 if trade != "Pose" else 10)
        billed(buyer, line)
    made = certified(buyer, year=2025)
    assert made.payload["trades"] == [
        {"trade": "", "minutes": 360},
        {"trade": "Blanchisserie", "minutes": 360},
        {"trade": "Pose", "minutes": 60},
    ]
    assert made.payload["minutes"] == 780 and "Gravure" not in str(made.payload)
    assert certified(buyer, year=2025) == made


def test_of_the_work_of_few_people_nothing_is_told(place: Establishment) -> None:
    buyer, people = making.client(place), team(place, 1)
    line = ordered(buyer, trade="Gravure")
    worked(line, people)
    invoice = billed(buyer, line)
    made = certified(buyer, invoice=invoice)
    assert (made.payload["minutes"], made.payload["trades"]) == (None, [])
    assert certified(buyer, invoice=invoice) == made
    WorkFact.objects.update(minutes=70)
    assert certified(buyer, invoice=invoice) == made


def test_the_workplace_may_ask_for_more_people(place: Establishment) -> None:
    save_parameter(
        establishment=place, code="least_people_certified", valid_from=date(2026, 1, 1), value=7, source="Essai", **WHO
    )
    buyer, people = making.client(place), team(place, 6)
    line = ordered(buyer)
    worked(line, people)
    made = certified(buyer, invoice=billed(buyer, line))
    assert (made.payload["people"], made.payload["least"], made.k) == (None, 7, 7)


def test_nobody_is_named_and_no_code_stands_in_it(place: Establishment) -> None:
    buyer, people = making.client(place), team(place, 6)
    line = ordered(buyer)
    worked(line, people)
    said = json.dumps(certified(buyer, invoice=billed(buyer, line)).payload)
    assert not any(person.last_name in said or person.first_name in said for person in people)
    assert "staff_number" not in said and "person" not in said


def test_a_line_that_is_billed_in_part_brings_its_minutes_in_proportion(place: Establishment) -> None:
    buyer, people = making.client(place), team(place, 5)
    line = ordered(buyer, quantity=100_000)
    worked(line, people, minutes=61)
    invoices = [billed(buyer, line, quantity=quantity) for quantity in (30_000, 70_000)]
    first, second = (certified(buyer, invoice=invoice).payload for invoice in invoices)
    assert first["minutes"] + second["minutes"] == 305
    assert first["minutes"] in (91, 92)


def test_its_hours_are_those_of_the_trace(place: Establishment) -> None:
    buyer, people = making.client(place), team(place, 5)
    line = ordered(buyer)
    worked(line, people, minutes=61)
    billed(buyer, line, quantity=60_000)
    invoice = billed(buyer, line, quantity=40_000)
    told = certified(buyer, invoice=invoice).payload["minutes"]
    assert told == sum(row.minutes for row in trace(invoice)) == 122


def test_what_a_credit_note_took_back_brings_nothing(place: Establishment) -> None:
    buyer, people = making.client(place), team(place, 5)
    line = ordered(buyer)
    worked(line, people)
    invoice = billed(buyer, line)
    of_line = invoice.lines.get()
    invoiced(buyer, -1_000, kind="credit_note", corrects=invoice, order_line=line, of_line=of_line, quantity=-100_000)
    with pytest.raises(Refusal) as refusal:
        certified(buyer, invoice=invoice)
    assert refusal.value.code == "impact_nothing"


def test_a_year_is_all_that_was_invoiced_in_it_to_the_siren(place: Establishment) -> None:
    one, people = making.client(place), team(place, 6)
    other = making.client(place, "DUPIN2", siret="99900028400029")
    for buyer, day in ((one, date(2025, 3, 1)), (other, date(2025, 12, 31)), (one, date(2026, 1, 1))):
        line = ordered(buyer)
        worked(line, people)
        billed(buyer, line, on=day)
    said = certified(one, year=2025).payload
    assert (said["minutes"], said["people"], said["year"], said["invoice"]) == (720, 6, 2025, None)


def test_the_number_of_queries_does_not_grow_with_the_lines(
    place: Establishment, django_assert_num_queries: Any
) -> None:
    buyer, people = making.client(place), team(place, 2)
    for i in range(1, 21):
        line = ordered(buyer)
        worked(line, people)
        billed(buyer, line)
        if i in (1, 20):
            with django_assert_num_queries(5):
                assert of_year(place, [buyer.pk], 2025).minutes == 120 * i


# ---------------------------------------------------------------- nothing by subtraction


def test_the_rest_of_a_year_is_not_told_by_taking_an_invoice_off(place: Establishment) -> None:
    buyer, people = making.client(place), team(place, 7)
    first, second = ordered(buyer), ordered(buyer)
    worked(first, people[:5])
    worked(second, people[5:])
    invoice = billed(buyer, first)
    billed(buyer, second)
    assert certified(buyer, invoice=invoice).payload["people"] == 5
    said = certified(buyer, year=2025).payload
    assert (said["minutes"], said["trades"], said["people"]) == (None, [], None)


def test_the_same_people_do_not_hide_the_hours_of_one_of_them(place: Establishment) -> None:
    buyer, people = making.client(place), team(place, 6)
    first, second = ordered(buyer, trade="Couture"), ordered(buyer, trade="Gravure")
    worked(first, people)
    worked(second, people[:1])
    invoice = billed(buyer, first)
    billed(buyer, second)
    assert certified(buyer, year=2025).payload["minutes"] == 420
    assert certified(buyer, invoice=invoice).payload["minutes"] is None


def test_the_hours_of_a_trade_are_told_while_nothing_parts_those_of_few(place: Establishment) -> None:
    buyer, people = making.client(place), team(place, 12)
    one, other, few = (ordered(buyer, trade=trade) for trade in ("Couture", "Pose", "Pose"))
    worked(one, people[:6])
    worked(other, people[6:])
    worked(few, people[6:8])
    invoice = billed(buyer, one)
    of_other = billed(buyer, other)
    assert certified(buyer, invoice=invoice).payload["trades"] == [{"trade": "Couture", "minutes": 360}]
    billed(buyer, few)
    said = certified(buyer, year=2025).payload
    assert said["minutes"] == 840 and {"trade": "Pose", "minutes": 480} in said["trades"]
    assert certified(buyer, invoice=of_other).payload["minutes"] is None


def test_another_client_does_not_hinder(place: Establishment) -> None:
    one, other, people = making.client(place), making.client(place, "B", siren="999000292"), team(place, 7)
    for buyer, part in ((one, people[:5]), (other, people)):
        line = ordered(buyer)
        worked(line, part)
        assert certified(buyer, invoice=billed(buyer, line)).payload["people"] == len(part)


def test_one_of_the_same_siren_does(place: Establishment) -> None:
    one, people = making.client(place), team(place, 7)
    other = making.client(place, "DUPIN2", siret="99900028400029")
    counts = []
    for buyer, part in ((one, people[:5]), (other, people)):
        line = ordered(buyer)
        worked(line, part)
        counts.append(certified(buyer, invoice=billed(buyer, line)).payload["people"])
    assert counts == [5, None]
    assert ImpactCertificate.objects.latest("pk").payload["minutes"] == 420


def test_asked_again_it_is_the_same_one(place: Establishment) -> None:
    buyer, people = making.client(place), team(place, 6)
    line = ordered(buyer)
    worked(line, people[:5])
    invoice = billed(buyer, line)
    made = certified(buyer, invoice=invoice)
    assert certified(buyer, invoice=invoice) == made
    worked_later = WorkFact.objects.filter(order_line=line.pk)
    WorkFact.objects.bulk_create([_copied(worked_later[0], people[5])])
    # 360 minutes less 300 would be those of one person.
    again = certified(buyer, invoice=invoice)
    assert again != made and (again.payload["minutes"], again.payload["people"]) == (None, None)


def _copied(fact: WorkFact, person: Person) -> WorkFact:
    fact.pk, fact.subject = None, person
    return fact


SCOPES = st.lists(st.frozensets(st.integers(0, 6), min_size=1), min_size=1, max_size=3)


@settings(strategies.examples(15), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(lines=SCOPES, order=st.permutations(range(4)), least=st.integers(2, 3))
def test_no_two_certificates_of_a_client_differ_by_fewer_than_the_least(
    place: Establishment, lines: list[frozenset[int]], order: list[int], least: int
) -> None:
    with transaction.atomic():
        people = team(place, 7)
        save_parameter(
            establishment=place, code="least_people_certified", valid_from=ON, value=least, source="Essai", **WHO
        )
        buyer = making.client(place)
        scopes: list[dict[str, Any]] = [{"year": 2025}]
        behind: list[frozenset[int]] = [frozenset().union(*lines)]
        for part in lines:
            line = ordered(buyer)
            worked(line, [people[i] for i in part])
            scopes.append({"invoice": billed(buyer, line)})
            behind.append(part)
        told = []
        for index in order:
            if index < len(scopes) and (count := certified(buyer, **scopes[index]).payload["people"]) is not None:
                assert count == len(behind[index]) >= least
                told.append(behind[index])
        for one, other in combinations(told, 2):
            for rest in (one - other, other - one, one & other):
                assert not rest or len(rest) >= least
        transaction.set_rollback(True)


# ---------------------------------------------------------------- refused


def test_a_year_is_certified_once_it_is_over(place: Establishment) -> None:
    with pytest.raises(Refusal) as refusal:
        certified(making.client(place), year=2026)
    assert refusal.value.code == "impact_year_open"


def test_a_draft_has_no_certificate(place: Establishment) -> None:
    buyer = making.client(place)
    draft = Invoice.objects.create(establishment=place, client=buyer, kind="invoice", drafted_on=ON)
    with pytest.raises(Refusal) as refusal:
        certified(buyer, invoice=draft)
    assert refusal.value.code == "invoice_not_issued"


def test_nobody_is_told_of_the_invoice_of_another(place: Establishment) -> None:
    """Neither of another SIREN nor of another establishment; one of the same SIREN is."""
    buyer = making.client(place)
    line = ordered(buyer)
    worked(line, team(place, 5))
    invoice = billed(buyer, line)
    other = making.client(place, "OTHER", siret="", siren="552081399")
    elsewhere = making.client(workplace.workplace(finess=workplace.OTHER_NUMBER, name="Ailleurs"))
    making.seller(elsewhere.establishment)
    for client in (other, elsewhere):
        with pytest.raises(Refusal) as refusal:
            certified(client, invoice=invoice)
        assert refusal.value.code == "impact_elsewhere"
    assert not ImpactCertificate.objects.exists()
    sister = making.client(place, "SISTER", siret="99900028400029")
    assert certified(sister, invoice=invoice).payload["minutes"] == 300


def test_the_database_refuses_to_change_it(place: Establishment) -> None:
    buyer, people = making.client(place), team(place, 1)
    line = ordered(buyer)
    worked(line, people)
    certified(buyer, invoice=billed(buyer, line))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE billing_impactcertificate SET k = 1")
    assert ImpactCertificate.objects.get().k == 5
