"""One desk for every screen of orders, made once for the tests of a file."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from tests.once import made_once
from tests.orders.desk import Desk

standing_desk = made_once(Desk)


@pytest.fixture
def desk(standing_desk: Desk, db: Any) -> Desk:
    return deepcopy(standing_desk)
