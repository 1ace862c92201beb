"""Texts of configurations: the required keys, and what is wrong with a text."""

from __future__ import annotations

from etabli.exchange.reading.configuration import read_configuration

REQUIRED = {
    "finess": '"990000002"',
    "name": '"Les Tilleuls"',
    "kind": '"ESAT"',
    "country": '"FR"',
    "full_time_weekly_minutes": "2100",
    "places": "[{ from = 2025-01-01, value = 50 }]",
    "open": '{ mon = "MA", tue = "MA", wed = "MA", thu = "MA", fri = "M" }',
}


def text(head: str = "", **changes: str | None) -> str:
    """A file with one establishment; None leaves a key out. The head stands before it; finess is on the line after it."""
    lines = [f"{key} = {value}" for key, value in {**REQUIRED, **changes}.items() if value is not None]
    return "\n".join([*([head] if head else []), "[[establishment]]", *lines, ""])


def errors(content: str) -> list[tuple[int, str]]:
    return [(error.line, error.code) for error in read_configuration(content).errors]
