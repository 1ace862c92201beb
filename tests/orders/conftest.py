"""One desk for every screen of orders."""

from __future__ import annotations

from typing import Any

import pytest

from tests.orders.desk import Desk


@pytest.fixture
def desk(db: Any) -> Desk:
    return Desk()
