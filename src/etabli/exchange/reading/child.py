"""Run as a process of its own: open one workbook with the spreadsheet library and hand its cells back.

A hostile or broken file may make the library ask for gigabytes, or abort; here it takes down this process and nothing else.
Run by its path, `python -I child.py FILE LIMITS`, so it imports nothing of the house and starts fast. LIMITS is a JSON
object: `rows`, `columns`, `cells` of what is handed back, `memory` in bytes of this process. Answers a pickled
`("read", [(name, visible, rows)])` or `("refused", code, facts)` on standard output.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import pickle
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import python_calamine

Rows = list[list[Any]]


def bound_memory(limit: int) -> None:
    """Limit the address space of this process, in bytes, where the system can."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        resource: Any = importlib.import_module("resource")  # absent on some systems
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def read(data: bytes, limits: Mapping[str, int]) -> tuple[Any, ...]:
    """The answer for the bytes of a workbook."""
    try:
        with python_calamine.load_workbook(io.BytesIO(data)) as workbook:
            return _sheets(workbook, limits)
    except python_calamine.PasswordError:
        return ("refused", "file_protected", {})
    except (MemoryError, OverflowError):
        return ("refused", "file_needs_too_much", {})
    except (python_calamine.CalamineError, ValueError, OSError):
        return ("refused", "file_damaged", {})


def _sheets(workbook: python_calamine.CalamineWorkbook, limits: Mapping[str, int]) -> tuple[Any, ...]:
    sheets: list[tuple[str, bool, Rows]] = []
    cells = 0
    for metadata in workbook.sheets_metadata:
        if metadata.typ is not python_calamine.SheetTypeEnum.WorkSheet:
            continue
        visible = metadata.visible is python_calamine.SheetVisibleEnum.Visible
        if not visible:
            sheets.append((metadata.name, False, []))
            continue
        sheet = workbook.get_sheet_by_name(metadata.name)
        last_row, last_column = sheet.end or (-1, -1)
        cells += (last_row + 1) * (last_column + 1)
        counts = {"rows": last_row + 1, "columns": last_column + 1, "cells": cells}
        excess = next((name for name, count in counts.items() if count > limits[name]), None)
        if excess is not None:
            return ("refused", f"too_many_{excess}", {"sheet": sheet.name, "limit": limits[excess]})
        sheets.append((metadata.name, True, _trimmed(sheet.to_python(skip_empty_area=False))))
    return ("read", sheets)


def _trimmed(rows: Rows) -> Rows:
    """Empty cells as None, those at the end of a row and rows at the end of the sheet left out."""
    for row in rows:
        row[:] = [None if cell == "" else cell for cell in row]
        while row and row[-1] is None:
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows


def main(path: str, limits: Mapping[str, int]) -> None:
    """Read the file and write the answer on standard output."""
    bound_memory(limits["memory"])
    sys.stdout.buffer.write(pickle.dumps(read(Path(path).read_bytes(), limits)))


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]))
