"""Writes docs/surveys/esat_2025.md: the fields of the national survey and the fictional year they are counted over.

Run it after a change of the form, of its SQL files or of the year: `.venv/bin/python -m tools.survey_page`.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from etabli.surveys.questionnaire import Field, Questionnaire, questionnaires
from etabli.surveys.states import Means

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "surveys" / "esat_2025.md"
YEAR = ROOT / "tests" / "surveys" / "year_2025.toml"
CODE = "esat_2025"
SOURCES = {
    Means.COMPUTED: "counted",
    Means.ASKED: "asked once a year",
    Means.SETTINGS: "what the workplace says of itself, else asked",
}


def page() -> str:
    """The text of the page."""
    form, text = questionnaires()[CODE], YEAR.read_text(encoding="utf-8")
    told = tomllib.loads(text)
    lines = [
        f"# {form.words.en}",
        "",
        "Made by `python -m tools.survey_page` from `src/etabli/surveys/questionnaires/esat_2025.toml`, the SQL files",
        "beside it and `tests/surveys/year_2025.toml`; do not edit.",
        "",
        f"{form.source.en}. Labels are ours. The 2025 survey is about the year before: `--year 2024`. Each computed field is",
        "one part of a plain SQL file whose rows are the persons behind it. The fictional year at the end is counted by hand;",
        "a test holds every value and every person of it.",
    ]
    for section in form.sections:
        lines += [
            "",
            f"## {section.words.en}",
            "",
            "| Field | French | Dutch | English | Answered by |",
            "|---|---|---|---|---|",
        ]
        lines += [_row(field) for field in section.fields]
        lines += [line for field in section.fields for line in _told(form, field, told)]
    lines += ["", "## Controls", "", *_controls(form)]
    lines += ["", "## The SQL files", ""]
    for name, sql in form.groups.items():
        lines += [f"### {name}", "", "```sql", sql.strip(), "```", ""]
    written = re.split(r"^# What the form says", text, flags=re.MULTILINE)[0].strip()
    lines += ["## The fictional year", "", "```toml", written, "```"]
    return "\n".join(lines) + "\n"


def _row(field: Field) -> str:
    words = field.words
    how = f"{SOURCES[field.means]} (`{field.group}.sql`)" if field.group else SOURCES[field.means]
    return f"| `{field.name}` | {words.fr} | {words.nl} | {words.en} | {how} |"


def _told(form: Questionnaire, field: Field, told: dict[str, Any]) -> list[str]:
    """The note of a field, and what it is in the fictional year."""
    lines = []
    if field.note.en:
        lines += ["", f"`{field.name}`: {field.note.en}"]
    expected = told["fields"].get(field.name)
    if expected is None:
        return lines
    parts = [f"`{field.name}` in the fictional year: **{expected['value']}**"]
    if expected.get("who"):
        parts.append(", ".join(expected["who"].split()))
    parts += [f"left out ({reason}): {', '.join(who.split())}" for reason, who in expected.get("lacking", {}).items()]
    if "how" in expected:
        parts.append(expected["how"])
    return [*lines, "", ". ".join(parts) + "."]


def _controls(form: Questionnaire) -> list[str]:
    lines = []
    for control in form.controls:
        relation = "at most" if control.may_lack else "exactly"
        parts = " + ".join(f"`{name}`" for name in control.parts)
        lines.append(f"- {parts} make {relation} `{control.total}`")
    for field in form.fields.values():
        if field.at_most:
            lines.append(f"- `{field.name}` is at most `{field.at_most}`")
        if field.minimum is not None:
            lines.append(f"- `{field.name}` is at least {field.minimum:g}")
    return lines


def main() -> None:
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
