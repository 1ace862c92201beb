"""Activities and causes: added, renamed, put out of use and back."""

from __future__ import annotations

import pytest

from etabli.core.refusal import Refusal
from etabli.kit.models import JournalRow
from etabli.org.states import Role
from etabli.production import actions
from etabli.production.models import Activity, RejectCause, TaskFact
from tests import workplace as small
from tests.production.conftest import House, text_of
from tests.production.doing import Floor, activity, floor

pytestmark = pytest.mark.django_db


def test_an_activity_is_added_to_a_workshop(house: House) -> None:
    values = {"workshop": str(house.where.garden.pk), "code": "HAIE", "name": "Taille", "unit": "m", "off_site": "on"}
    assert house.post("activities/add/", values).status_code == 302
    row = Activity.objects.get(code="HAIE")
    assert (row.workshop, row.name, row.unit, row.off_site, row.active) == (
        house.where.garden,
        "Taille",
        "m",
        True,
        True,
    )


def test_what_meets_customers_is_said_and_counted(house: House) -> None:
    key = house.where.packing.pk
    assert TaskFact.objects.get(task=key).customer_contact == 0
    values = {"code": "PACK", "name": "Vente au comptoir", "unit": "clients", "customer_contact": "on"}
    assert house.post(f"activities/{key}/", values).status_code == 302
    assert Activity.objects.get(pk=key).customer_contact
    fact = TaskFact.objects.get(task=key)
    assert (fact.workshop, fact.customer_contact, fact.outside) == (house.where.laundry.pk, 1, 0)
    assert "au contact de la clientèle" in text_of(house.get("activities/"))
    assert "checked" in text_of(house.get(f"activities/{key}/")).split('name="customer_contact"')[1][:200]
    before = list(TaskFact.objects.order_by("task").values_list("task", "workshop", "customer_contact", "outside"))
    TaskFact.objects.all().delete()
    actions.rederive_tasks(establishment=house.where.place)
    assert (
        list(TaskFact.objects.order_by("task").values_list("task", "workshop", "customer_contact", "outside")) == before
    )


def test_an_activity_is_renamed_put_out_of_use_and_back(house: House) -> None:
    key = house.where.packing.pk
    values = {"code": "PACK", "name": "Mise sous enveloppe", "unit": "plis"}
    assert house.post(f"activities/{key}/", values).status_code == 302
    assert house.post(f"activities/{key}/use/", {"active": "0"}).status_code == 302
    row = Activity.objects.get(pk=key)
    assert (row.name, row.active) == ("Mise sous enveloppe", False)
    house.post(f"activities/{key}/use/", {"active": "1"})
    assert Activity.objects.get(pk=key).active


def test_a_cause_is_added_renamed_put_out_of_use_and_back(house: House) -> None:
    assert house.post("causes/add/", {"code": "TACHE", "name": "Taché"}).status_code == 302
    row = RejectCause.objects.get(code="TACHE")
    assert house.post(f"causes/{row.pk}/", {"code": "TACHE", "name": "Sali"}).status_code == 302
    house.post(f"causes/{row.pk}/use/", {"active": "0"})
    row.refresh_from_db()
    assert (row.name, row.active) == ("Sali", False)
    house.post(f"causes/{row.pk}/use/", {"active": "1"})
    row.refresh_from_db()
    assert row.active


def test_a_code_stands_once_in_a_workshop_and_the_form_stays_filled(house: House) -> None:
    values = {"workshop": str(house.where.laundry.pk), "code": "PACK", "name": "Autre", "unit": "plis"}
    page = house.post("activities/add/", values)
    assert page.status_code == 200
    assert "code" in page.context["form"].errors and 'value="Autre"' in text_of(page)
    page = house.post("causes/add/", {"code": "DECH", "name": "Autre"})
    assert "code" in page.context["form"].errors


def test_two_workshops_may_use_the_same_code(house: House) -> None:
    activity(house.where.place, house.where.garden, "PACK", "Mise en sac", "sacs")
    assert Activity.objects.filter(code="PACK").count() == 2


@pytest.mark.parametrize(
    ("values", "code"),
    [
        (("", "Nom", "u"), "activity_code_wrong"),
        (("A B", "Nom", "u"), "activity_code_wrong"),
        (("A", " ", "u"), "name_wrong"),
        (("A", "Nom", ""), "unit_wrong"),
    ],
)
def test_an_activity_has_a_code_a_name_and_a_unit(values: tuple[str, str, str], code: str) -> None:
    where = floor()
    with pytest.raises(Refusal) as caught:
        activity(where.place, where.laundry, *values)
    assert caught.value.code == code


@pytest.fixture
def where() -> Floor:
    return floor()


def test_an_activity_is_of_a_workshop_of_its_establishment(where: Floor) -> None:
    other = floor(finess=small.OTHER_NUMBER, name="Ailleurs")
    with pytest.raises(Refusal) as caught:
        activity(where.place, other.laundry, "X", "Nom", "u")
    assert caught.value.code == "workshop_unknown_key"


def test_a_cause_has_a_code_and_a_name(where: Floor) -> None:
    for code, name, refusal in (("A B", "Nom", "cause_code_wrong"), ("A", "", "name_wrong")):
        with pytest.raises(Refusal) as caught:
            actions.save_cause(establishment=where.place, code=code, name=name, by=None, at=small.AT)
        assert caught.value.code == refusal


def test_who_changed_an_activity_stands_in_the_journal(house: House) -> None:
    house.post(f"activities/{house.where.packing.pk}/use/", {"active": "0"})
    row = JournalRow.objects.filter(table_name="production_activity", action="update").latest("pk")
    assert row.actor == f"user:{house.user(Role.HEAD_OF_SERVICE).pk}"
    history = house.client().get(f"/{house.where.place.finess}/history/production_activity/{house.where.packing.pk}/")
    assert history.status_code == 200


@pytest.mark.parametrize("role", [Role.INSTRUCTOR, Role.EDUCATOR, Role.SALES, Role.AUDITOR])
def test_those_who_do_not_set_see_the_list_and_no_act(house: House, role: Role) -> None:
    page = text_of(house.get("activities/", role))
    assert "Mise sous pli" in page and "/use/" not in page
    assert house.get("activities/add/", role).status_code == 404
    assert house.post(f"causes/{house.where.torn.pk}/use/", {"active": "0"}, role).status_code == 404


def test_an_instructor_sees_the_activities_of_her_workshops(house: House) -> None:
    page = text_of(house.get("activities/", Role.INSTRUCTOR))
    assert "Tonte" not in page


def test_a_place_without_activities_or_causes_says_so(house: House) -> None:
    Activity.objects.all().delete()
    RejectCause.objects.all().delete()
    assert house.get("activities/").status_code == 200
    assert house.get("activities/", Role.SALES).status_code == 200
