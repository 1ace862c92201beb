"""What the documents promise: links, commands and their options, configuration keys, examples, pictures."""

from __future__ import annotations

import json
import re
import shlex
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand

from etabli.config.cli import main
from etabli.exchange.configuring import message_of
from etabli.exchange.reading import configuration
from etabli.exchange.reading.configuration import read_configuration
from etabli.exchange.reading.sheets import read_workbook

ROOT = Path(__file__).resolve().parents[2]
DOCS, EXAMPLES, PICTURES = ROOT / "docs", ROOT / "docs" / "examples", ROOT / "docs" / "pictures"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]
NAMES = [page.relative_to(ROOT).as_posix() for page in PAGES]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^[ ]*```([^\n`]*)\n(.*?)^[ ]*```$", re.MULTILINE | re.DOTALL)
PLACE = "990003006"
MOST_PICTURES, MOST_BYTES = 3, 200_000
LONGEST_DECISION = 45


@dataclass(frozen=True)
class Block:
    """A fenced block: what stands after the fence (`csv people`), and its text."""

    info: tuple[str, ...]
    text: str

    @property
    def language(self) -> str:
        return self.info[0] if self.info else ""


@cache
def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def blocks(page: Path, language: str) -> list[Block]:
    found = [Block(tuple(info.split()), text) for info, text in FENCE.findall(text_of(page))]
    return [block for block in found if block.language == language]


def prose(page: Path) -> str:
    return FENCE.sub("", text_of(page))


def section(page: Path, title: str) -> str:
    """The text under a heading of the second level."""
    parts = re.split(r"^## ", text_of(page), flags=re.MULTILINE)
    return next(part for part in parts if part.splitlines()[0] == title)


def first_column(text: str) -> list[str]:
    """What stands between backticks at the beginning of the rows of the tables."""
    return re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE)


# ---------------------------------------------------------------- links and pictures


def anchors(page: Path) -> set[str]:
    """The anchors that a page shown by a forge has: its headings in small letters, hyphens for spaces."""
    titles = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", unicodedata.normalize("NFC", title).lower()) for title in titles)
    return {title.strip().replace(" ", "-") for title in plain}


@pytest.mark.parametrize("document", PAGES, ids=NAMES)
def test_every_link_leads_somewhere(document: Path) -> None:
    lost = []
    for link in LINK.findall(prose(document)):
        if link.startswith(("https://", "http://")):
            continue
        path, _, anchor = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        if not target.exists() or (anchor and anchor not in anchors(target)):
            lost.append(link)
    assert lost == []


def test_every_document_is_reached_from_the_readme() -> None:
    seen, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in seen or page.suffix != ".md" or not page.is_file():
            continue
        seen.add(page)
        paths = (link.partition("#")[0] for link in LINK.findall(prose(page)) if "://" not in link)
        waiting += [(page.parent / path).resolve() for path in paths if path]
        # A folder shown by a forge lists what is in it.
        waiting += [inside for folder in list(waiting) if folder.is_dir() for inside in folder.glob("*.md")]
    assert sorted(str(page) for page in set(PAGES) - seen) == []


def test_pictures_are_few_small_and_shown() -> None:
    pictures = sorted(PICTURES.glob("*")) if PICTURES.is_dir() else []
    assert len(pictures) <= MOST_PICTURES
    assert [picture.name for picture in pictures if picture.stat().st_size > MOST_BYTES] == []
    shown = {(page.parent / link).resolve() for page in PAGES for link in LINK.findall(prose(page))}
    assert [picture.name for picture in pictures if picture not in shown] == []


# ---------------------------------------------------------------- the repository


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "docs/operations.md", "README.md"])
def test_the_targets_of_make_exist(name: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:^|`)make ([a-z-]+)", text_of(ROOT / name), re.MULTILINE)) <= targets


def test_paths_named_to_contributors_exist() -> None:
    named = set(re.findall(r"`((?:src|tests|docs|tools|front)/[\w./-]+)`", text_of(ROOT / "CONTRIBUTING.md")))
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


def test_every_folder_of_tests_is_described() -> None:
    folders = {path.name for path in (ROOT / "tests").iterdir() if (path / "__init__.py").is_file()}
    described = set(re.findall(r"`tests/(\w+)`", section(ROOT / "CONTRIBUTING.md", "Tests")))
    assert sorted(folders - described) == []


def test_every_decision_is_listed_and_short() -> None:
    decisions = sorted(path for path in (DOCS / "adr").glob("*.md") if path.name != "README.md")
    listed = [link for link in LINK.findall(text_of(DOCS / "adr" / "README.md")) if link.endswith(".md")]
    assert listed == [path.name for path in decisions]
    for number, path in enumerate(decisions, start=1):
        assert path.name.startswith(f"{number:04}-")
        titles = re.findall(r"^(#+ .+)$", text_of(path), re.MULTILINE)
        assert titles[0].startswith(f"# {number}. ")
        assert titles[1:] == ["## Context", "## Decision", "## Consequences"]
        assert len(text_of(path).splitlines()) <= LONGEST_DECISION


def test_every_variable_of_the_environment_is_described() -> None:
    """Those the package reads, and no others. The Makefile and the tests have their own."""
    read = set()
    for path in (ROOT / "src").rglob("*.py"):
        read |= set(re.findall(r"\bETABLI_[A-Z_]+", path.read_text(encoding="utf-8")))
    assert set(first_column(section(DOCS / "operations.md", "Environment"))) == read


# ---------------------------------------------------------------- commands


def ours() -> list[str]:
    """As they are written: with a hyphen where their module has an underscore."""
    names = (name for name, where in get_commands().items() if str(where).startswith("etabli."))
    return sorted(name.replace("_", "-") for name in names)


def command(name: str) -> BaseCommand:
    module = name.replace("-", "_")
    loaded = load_command_class(get_commands()[module], module)
    loaded._called_from_command_line = True
    return loaded


def arguments(name: str) -> set[str]:
    """The arguments of a command and of its parts, as they are written; those that all commands have left out."""
    usual = {"help", "as_json", "verbosity", "traceback", "skip_checks", "version", "settings", "pythonpath"}
    usual |= {"no_color", "force_color"}
    found: set[str] = set()
    waiting: list[Any] = [command(name).create_parser("etabli", name)]
    while waiting:
        for action in waiting.pop()._actions:
            if isinstance(action.choices, dict):
                waiting += action.choices.values()
            elif action.dest not in usual:
                found.add(max(action.option_strings, key=len) if action.option_strings else action.dest)
    return found


def test_every_command_has_its_section_and_no_other() -> None:
    titles = re.findall(r"^## (.+)$", text_of(DOCS / "commands.md"), re.MULTILINE)
    assert sorted(titles) == sorted([*ours(), "Commands of Django"])


@pytest.mark.parametrize("name", ours())
def test_every_argument_of_a_command_is_described(name: str) -> None:
    assert set(first_column(section(DOCS / "commands.md", name))) == arguments(name)


def invocations(page: Path) -> Iterator[str]:
    """Each `etabli …` of the shell examples of a page."""
    for block in blocks(page, "sh"):
        for line in block.text.splitlines():
            found = re.match(r"^(?:[A-Z_]+=\S+ )*(?:\.venv/bin/)?etabli (.+)$", line.strip())
            if found:
                yield found[1]


@pytest.mark.parametrize("document", PAGES, ids=NAMES)
def test_every_command_line_shown_is_right(document: Path) -> None:
    for line in invocations(document):
        name, *words = shlex.split(line.replace("$HOME", "/home").replace('"/home', '"/home'))
        if name == "--version":
            continue
        assert name.replace("-", "_") in get_commands(), line
        # Ends the test by SystemExit when the words are wrong.
        command(name).create_parser("etabli", name).parse_args(words)


# ---------------------------------------------------------------- configuration

BASE = {
    "finess": f'finess = "{PLACE}"',
    "name": 'name = "Essai (fictif)"',
    "kind": 'kind = "ESAT"',
    "country": 'country = "FR"',
    "full_time_weekly_minutes": "full_time_weekly_minutes = 2100",
    "places": "places = [{ from = 2025-01-01, value = 6 }]",
    "open": 'open = { mon = "MA" }',
}


def completed(fragment: str) -> str:
    """An example of some keys, in a table that has the required ones besides."""
    if re.search(r"^\[", fragment, re.MULTILINE):
        return fragment
    keys = set(tomllib.loads(fragment))
    return "[[establishment]]\n" + "\n".join(line for key, line in BASE.items() if key not in keys) + "\n" + fragment


TOML = [block.text for block in blocks(DOCS / "configuration.md", "toml")]


@pytest.mark.parametrize("fragment", [*TOML, text_of(EXAMPLES / "workplace.toml")])
def test_every_example_of_a_configuration_is_right(fragment: str) -> None:
    assert [message_of(error) for error in read_configuration(completed(fragment)).errors] == []


@pytest.mark.parametrize(
    ("title", "keys"),
    [
        ("`[association]`", set(configuration._ASSOCIATION)),
        ("`[[establishment]]`: required keys", configuration._REQUIRED),
        ("`[[establishment]]`: optional keys", set(configuration._ESTABLISHMENT) - configuration._REQUIRED),
    ],
)
def test_every_key_is_described_with_an_example(title: str, keys: set[str]) -> None:
    text = section(DOCS / "configuration.md", title)
    assert set(first_column(text)) == keys
    examples = [tomllib.loads(fragment) for _, fragment in FENCE.findall(text)]
    shown = {key for example in examples for key in (*example, *example.get("association", {}))}
    assert keys <= shown


# ---------------------------------------------------------------- the example workplace


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    """Exit code and JSON document of a command."""
    capsys.readouterr()
    code = main([*words, "--json"])
    return code, json.loads(capsys.readouterr().out)


@pytest.fixture
def example(db: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The first steps of the README, with the command line in this process, on the database of the test, in English."""
    monkeypatch.setenv("ETABLI_LANGUAGE", "en")
    monkeypatch.setattr("etabli.config.cli._prepare", lambda: None)
    monkeypatch.setattr("etabli.config.cli.connections.close_all", lambda: None)
    monkeypatch.setattr("etabli.config.cli.os.umask", lambda mask: mask)
    # The checks look at the settings, which tests change on purpose.
    monkeypatch.setattr("django.core.management.base.BaseCommand.check", lambda *_, **__: None)
    people, attendance = EXAMPLES / "people.csv", EXAMPLES / "attendance-2025-03.csv"
    month = ("--month", "2025-03")
    assert run(capsys, "configure", str(EXAMPLES / "workplace.toml"))[0] == 0
    assert run(capsys, "import", "people", str(people), "--establishment", PLACE)[0] == 0
    assert run(capsys, "import", "attendance", str(attendance), "--establishment", PLACE, *month)[0] == 0


def test_the_explanation_in_the_readme_is_what_the_command_says(
    example: None, capsys: pytest.CaptureFixture[str]
) -> None:
    line = next(line for line in invocations(ROOT / "README.md") if line.startswith("explain"))
    capsys.readouterr()
    assert main(shlex.split(line)) == 0
    shown = next(block.text for block in blocks(ROOT / "README.md", "text"))
    assert capsys.readouterr().out.replace("\u00a0", " ") == shown


def shape(document: Any) -> Any:
    """The keys of a document, those of the first of each list; values left out."""
    if isinstance(document, dict):
        return {key: shape(value) for key, value in document.items()}
    if isinstance(document, list):
        return [shape(value) for value in document[:1]]
    return None


def documented(name: str) -> Any:
    """The JSON document shown for a command."""
    text = section(DOCS / "commands.md", name)
    return json.loads(next(body for info, body in FENCE.findall(text) if info == "json"))


def test_json_documents_have_the_keys_that_are_shown(
    example: None, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    period = ("--establishment", PLACE, "--from", "2025-03-01", "--to", "2025-04-01")
    person = ("camille", "--role", "director", "--establishment", PLACE, "--name", "Camille Exemple")
    made = {
        "configure": run(capsys, "configure", str(EXAMPLES / "workplace.toml")),
        "import": run(capsys, "import", "people", str(EXAMPLES / "people.csv"), "--establishment", PLACE),
        "figures": run(capsys, "figures", *period, "--code", "occupancy_rate"),
        "explain": run(capsys, "explain", "absence_days", *period),
        "user": run(capsys, "user", "add", *person),
    }
    for name, (code, document) in made.items():
        assert (name, code, shape(document)) == (name, 0, shape(documented(name)))
    figure, shown = made["figures"][1]["figures"][0], documented("figures")["figures"][0]
    assert figure == {**shown, "value": pytest.approx(shown["value"])}


def test_every_example_of_a_sheet_is_read(example: None, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """`csv people`, `csv attendance`, with a month; one marked `errors` says what the page says it says."""
    file = tmp_path / "grid.csv"
    for block in blocks(DOCS / "imports.md", "csv"):
        _, kind, *rest = block.info
        file.write_text(block.text, encoding="utf-8")
        month = ["--month", *rest[:1]] if rest else []
        code, report = run(capsys, "import", kind, str(file), "--establishment", PLACE, "--dry-run", *month)
        told = [f"  {error['message']}" for error in report["errors"]]
        if "errors" in rest:
            shown = blocks(DOCS / "imports.md", "text")[-1].text.splitlines()
            assert (code, shown) == (1, [f"Errors ({len(told)})", *told])
        else:
            assert (code, told) == (0, []), block.text


def test_the_example_files_are_sheets() -> None:
    for file in EXAMPLES.glob("*.csv"):
        assert read_workbook(file).sheets[0].rows
