"""A world that the tests of a file read, made once: in a transaction around them, rolled back after the last.

Each test runs inside a transaction of its own within that one, and sees the world as it was made. Not for tests that need
real transactions (`django_db(transaction=True)`), which make theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any, TypeVar

import pytest
from django.db import transaction

World = TypeVar("World")


def made_once(make: Callable[[], World]) -> Any:
    """A fixture of the file that gives what `make` makes. A test that changes objects in memory takes a copy of it."""

    @pytest.fixture(scope="module")
    def made(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
        with ExitStack() as around:
            with django_db_blocker.unblock():
                around.enter_context(transaction.atomic())
                world = make()
            yield world
            with django_db_blocker.unblock():
                transaction.set_rollback(True)
                around.close()

    return made
