"""The actor told to the database follows the code, whatever transactions and connections do."""

from __future__ import annotations

from functools import partial

import pytest
from django.db import connection, transaction

from etabli.kit.actor import OPERATOR, acting_as, current_actor
from etabli.kit.models import JournalRow
from etabli.org.models import Association
from tests.waiting import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def add(name: str) -> str:
    """Adds a row and answers in whose name the journal has it."""
    association = Association.objects.create(name=name)
    return JournalRow.objects.get(table_name="org_association", row_id=str(association.pk)).actor


def test_commands_act_as_operator() -> None:
    assert current_actor() == OPERATOR
    assert add("a") == OPERATOR


def test_nested_and_restored() -> None:
    with acting_as("user:1"):
        assert add("a") == "user:1"
        with acting_as("user:2"):
            assert add("b") == "user:2"
        assert add("c") == "user:1"
    assert add("d") == OPERATOR


def test_restored_after_an_error() -> None:
    with pytest.raises(RuntimeError), acting_as("user:1"):
        raise RuntimeError
    assert current_actor() == OPERATOR


def test_a_rollback_takes_no_name_back() -> None:
    with acting_as("user:1"):
        add("a")
    for name in ("b", "c"):
        with pytest.raises(RuntimeError), acting_as("user:2"), transaction.atomic():
            assert add("gone") == "user:2"
            raise RuntimeError
        with acting_as("user:2"):
            assert add(name) == "user:2"


def test_a_rollback_to_a_savepoint_takes_no_name_back() -> None:
    with transaction.atomic(), acting_as("user:1"):
        add("a")
        with pytest.raises(RuntimeError), transaction.atomic(), acting_as("user:2"):
            add("gone")
            raise RuntimeError
        assert add("b") == "user:1"
        with acting_as("user:2"):
            assert add("c") == "user:2"


def test_a_decorated_action_called_again_after_its_rollback() -> None:
    @transaction.atomic
    def action(name: str, fail: bool) -> str:
        actor = add(name)
        if fail:
            raise RuntimeError
        return actor

    with acting_as("user:5"):
        with pytest.raises(RuntimeError):
            action("a", fail=True)
        assert action("a", fail=False) == "user:5"


def test_a_new_connection_knows_the_actor() -> None:
    with acting_as("user:3"):
        connection.close()
        assert add("a") == "user:3"


def test_each_thread_acts_in_its_own_name() -> None:
    found: dict[str, str] = {}

    def work(number: int) -> None:
        try:
            with acting_as(f"user:{number}"):
                for turn in range(5):
                    found[f"{number}.{turn}"] = add(f"{number}.{turn}")
        finally:
            connection.close()

    at_once(partial(work, number) for number in (1, 2, 3))
    assert found == {f"{number}.{turn}": f"user:{number}" for number in (1, 2, 3) for turn in range(5)}
