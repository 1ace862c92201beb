"""How much of a file is read. Above a limit a sentence says so; nothing is cut off silently."""

LIMIT_BYTES = 50_000_000
"""Size of the file itself."""
LIMIT_UNPACKED = 150_000_000
"""Bytes of all the parts of an xlsx or ods package once unpacked."""
LIMIT_RATIO = 250
"""Unpacked bytes for one packed byte. Attendance grids, the most repetitive sheets, stay under 100."""
RATIO_FROM = 20_000_000
"""Unpacked bytes under which the ratio does not matter."""
LIMIT_PARTS = 5_000
LIMIT_ROWS = 200_000
LIMIT_COLUMNS = 400
LIMIT_CELLS = 4_000_000
LIMIT_SECONDS = 60
LIMIT_MEMORY = 1_500_000_000
"""Bytes of address space of the process that unpacks a workbook."""
CHILD_LIMITS = {"rows": LIMIT_ROWS, "columns": LIMIT_COLUMNS, "cells": LIMIT_CELLS, "memory": LIMIT_MEMORY}
