"""What reading a file answers: its rows, or the code of its refusal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from etabli.exchange.reading.problems import Unreadable
from etabli.exchange.reading.sheets import read_workbook


def code_of(path: Path) -> str:
    with pytest.raises(Unreadable) as refused:
        read_workbook(path)
    return refused.value.code


def rows_of(path: Path) -> list[list[Any]]:
    return [list(row) for row in read_workbook(path).sheets[0].rows]
