"""The handover log: written to a role, read by, done; as acts of a tablet and on screen."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from uuid_utils.compat import uuid7

from etabli.org.models import User
from etabli.org.states import Role
from etabli.production import actions
from etabli.production.models import HandoverMark, HandoverMessage
from etabli.production.queries import handover_told
from tests import workplace as small
from tests.production.conftest import House, text_of
from tests.production.doing import Floor, refusals

pytestmark = pytest.mark.django_db


def message(where: Floor, text: str = "Machine 2 en panne", role: str = Role.HEAD_OF_SERVICE, **more: Any) -> Any:
    usual = {"id": uuid7(), "workshop": where.laundry.pk, "to_role": str(role), "text": text, "acted_at": small.AT}
    return actions.HandoverOperation(**{**usual, **more})


def write(where: Floor, *operations: Any, by: User | None = None) -> list[actions.Answer]:
    return actions.record_handover(establishment=where.place, operations=operations, by=by, at=small.AT)


def mark(where: Floor, key: UUID, what: str, by: User | None = None, acted_at: datetime = small.AT) -> list[Any]:
    operation = actions.MarkOperation(uuid7(), key, what, acted_at)
    return actions.record_handover_mark(establishment=where.place, operations=[operation], by=by, at=small.AT)


def test_a_message_is_written_once_however_often_it_is_sent(house: House) -> None:
    operation = message(house.where)
    assert refusals(write(house.where, operation, operation) + write(house.where, operation)) == [
        "applied",
        "duplicate",
        "duplicate",
    ]
    assert HandoverMessage.objects.get().text == "Machine 2 en panne"


def test_refusals_of_messages(house: House) -> None:
    where, author = house.where, house.user(Role.INSTRUCTOR)
    wanted = {
        "message_empty": message(where, " \n "),
        "role_not_addressed": message(where, role=Role.SALES),
        "workshop_unknown_key": message(where, workshop=10**6),
        "workshop_not_yours_then": message(where, workshop=where.garden.pk),
    }
    assert refusals(write(where, *wanted.values(), by=author)) == list(wanted)


@pytest.mark.parametrize("role", [Role.SALES, Role.AUDITOR, Role.EDUCATOR])
def test_who_writes_no_message(house: House, role: Role) -> None:
    assert refusals(write(house.where, message(house.where), by=house.user(role))) == ["workshop_not_yours_then"]


def test_a_mark_is_for_those_who_read_the_log_of_that_workshop(house: House) -> None:
    where = house.where
    theirs = message(where, workshop=where.garden.pk)
    write(where, theirs)
    assert refusals(mark(where, theirs.id, "read", house.user(Role.INSTRUCTOR))) == ["message_unknown"]
    assert refusals(mark(where, uuid7(), "read")) == ["message_unknown"]
    assert refusals(mark(where, theirs.id, "read", house.user(Role.EDUCATOR))) == ["applied"]


def test_of_done_and_not_done_the_newest_mark_stands(house: House) -> None:
    where = house.where
    operation = message(where)
    write(where, operation)
    mark(where, operation.id, "open", acted_at=small.AT - timedelta(hours=1))
    mark(where, operation.id, "done", acted_at=small.AT - timedelta(hours=2))
    reader = house.user(Role.HEAD_OF_SERVICE)
    (told,) = handover_told(reader, where.place, [where.laundry.pk], small.AT)
    assert told["done"] is False
    mark(where, operation.id, "done", by=reader)
    (told,) = handover_told(reader, where.place, [where.laundry.pk], small.AT - timedelta(days=1))
    assert (told["done"], told["done_by"]) == (True, reader.get_username())
    assert handover_told(reader, where.place, [where.laundry.pk], small.AT + timedelta(days=1)) == []


def test_what_the_tablet_is_told_of_a_message(house: House) -> None:
    where = house.where
    author, reader = house.user(Role.INSTRUCTOR), house.user(Role.EDUCATOR)
    operation = message(where, role=Role.EDUCATOR)
    write(where, operation, by=author)
    (told,) = handover_told(reader, where.place, [where.laundry.pk], small.AT)
    assert told == {
        "id": str(operation.id),
        "workshop": where.laundry.pk,
        "to_role": "educator",
        "text": "Machine 2 en panne",
        "author": "instructor",
        "at": small.AT.isoformat(),
        "read": False,
        "done": False,
        "done_by": "",
    }
    mark(where, operation.id, "read", by=reader)
    assert handover_told(reader, where.place, [where.laundry.pk], small.AT)[0]["read"] is True
    assert handover_told(author, where.place, [where.laundry.pk], small.AT)[0]["read"] is True


# ---------------------------------------------------------------- on screen


def test_a_message_is_written_marked_read_done_and_opened_again_on_screen(house: House) -> None:
    where = house.where
    values = {"workshop": str(where.laundry.pk), "to_role": "head_of_service", "text": "Il manque\r\ndu carton"}
    assert house.post("handover/add/", values, Role.INSTRUCTOR).status_code == 302
    row = HandoverMessage.objects.get()
    assert row.text == "Il manque\ndu carton"
    assert "Il manque<br>du carton" in text_of(house.get("handover/"))
    for what in ("read", "done", "open"):
        assert house.post(f"handover/{row.pk}/mark/", {"mark": what}).status_code == 302
        page = text_of(house.get("handover/"))
        assert ("du carton" in page) is (what != "done")
    assert "du carton" in text_of(house.get("handover/?state=all"))


def test_the_form_says_that_no_health_detail_is_written_and_stays_filled(house: House) -> None:
    page = text_of(house.get("handover/add/"))
    assert "id_text_helptext" in page or "id_text" in page
    values = {"workshop": str(house.where.laundry.pk), "to_role": "head_of_service", "text": "  "}
    page_ = house.post("handover/add/", values)
    assert page_.status_code == 200 and page_.context["form"].errors.get("text")


def test_messages_are_chosen_by_workshop_and_role(house: House) -> None:
    where = house.where
    write(where, message(where, "pour la chef"), message(where, "pour l'éducatrice", Role.EDUCATOR))
    write(where, message(where, "au jardin", workshop=where.garden.pk))
    page = text_of(house.get(f"handover/?workshop={where.laundry.pk}&role=educator"))
    assert "ducatrice" in page and "pour la chef" not in page and "au jardin" not in page
    assert house.get("handover/?workshop=x&role=y&state=z&page=q").status_code == 200


def test_an_instructor_reads_the_log_of_her_workshops(house: House) -> None:
    where = house.where
    write(where, message(where, "au linge"), message(where, "au jardin", workshop=where.garden.pk))
    page = text_of(house.get("handover/", Role.INSTRUCTOR))
    assert "au linge" in page and "au jardin" not in page


@pytest.mark.parametrize("role", [Role.SALES, Role.AUDITOR])
def test_sales_and_auditors_do_not_read_the_log(house: House, role: Role) -> None:
    assert house.get("handover/", role).status_code == 404


def test_a_mark_that_is_none_or_of_another_workshop_is_not_there(house: House) -> None:
    where = house.where
    theirs = message(where, workshop=where.garden.pk)
    write(where, theirs)
    assert house.post(f"handover/{theirs.id}/mark/", {"mark": "burnt"}).status_code == 404
    assert house.post(f"handover/{theirs.id}/mark/", {"mark": "read"}, Role.INSTRUCTOR).status_code == 404
    assert not HandoverMark.objects.exists()


def test_marking_comes_back_to_the_page_as_it_was_chosen(house: House) -> None:
    operation = message(house.where)
    write(house.where, operation)
    answer = house.post(f"handover/{operation.id}/mark/?state=all&page=2&other=x", {"mark": "read"})
    assert answer["Location"].endswith("handover/?state=all&page=2")


def test_as_many_queries_for_one_message_as_for_twenty(house: House) -> None:
    where, client = house.where, house.client()
    counts = []
    for number in (1, 19):
        operations = [message(where, f"message {row}") for row in range(number)]
        write(where, *operations, by=house.user(Role.INSTRUCTOR))
        for operation in operations:
            mark(where, operation.id, "read", by=house.user(Role.DIRECTOR))
        with CaptureQueriesContext(connection) as queries:
            client.get(house.url("handover/"))
        counts.append(len(queries))
    assert counts[0] == counts[1]
