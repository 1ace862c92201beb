"""What docs/evaluation.md says of how often a change that is there is found, and what a simulation says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from scipy import stats

DOCUMENT = Path(__file__).parents[2] / "docs" / "evaluation.md"


def told_power(case: str) -> float:
    """The share in the row of the table that begins with `case`. StopIteration when there is none."""
    lines = DOCUMENT.read_text(encoding="utf-8").splitlines()
    row = next(line for line in lines if line.startswith(f"| {case} |"))
    return float(row.split("|")[-2].strip().removesuffix(" %")) / 100


def interval_of(found: int, runs: int) -> Any:
    """Where the true share lies in 99 cases of 100: `low`, `high`."""
    return stats.binomtest(found, runs).proportion_ci(0.99, method="exact")
