"""The pages of the definitions are those that the definitions give."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from etabli.indicators.definitions import definitions
from etabli.indicators.documenting import pages
from etabli.indicators.management.commands.indicators import Command

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]


def test_the_pages_are_up_to_date() -> None:
    folder = ROOT / "docs" / "indicators"
    present = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    assert present == pages(), "run: etabli indicators document"


def test_every_page_holds_the_definition_and_its_example() -> None:
    for code, definition in definitions().items():
        page = pages()[f"{code}.md"]
        assert definition.sql in page
        assert definition.formula("nl") in page
        assert "Result: " in page


def run(*words: str) -> tuple[int, str]:
    """Exit code and standard output of `etabli indicators document`."""
    command, out = Command(), io.StringIO()
    call_command(command, "document", *words, stdout=out)
    return command.exit_code, out.getvalue()


def test_what_is_not_up_to_date_is_found_and_written(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    assert run("--to", str(folder))[0] == 0
    assert run("--to", str(folder), "--check")[0] == 0
    (folder / "fte.md").write_text("old")
    (folder / "gone.md").write_text("a figure that is no more")
    code, out = run("--to", str(folder), "--check", "--json")
    assert (code, json.loads(out)) == (1, {"changed": ["fte.md", "gone.md"]})
    assert run("--to", str(folder))[0] == 0
    assert (folder / "fte.md").read_text() != "old"
    assert not (folder / "gone.md").exists()


def test_without_an_act_it_is_wrong_usage() -> None:
    with pytest.raises(CommandError):
        call_command(Command())
