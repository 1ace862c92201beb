"""The promises of the design that import contracts cannot see: who writes, which way keys point, what has words, sizes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from importlib import import_module
from io import StringIO
from pathlib import Path
from types import ModuleType

import pytest
from django.apps import apps
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver

from etabli.indicators.definitions import definitions
from etabli.indicators.wording import REASONS, UNITS
from etabli.kit import rights, wording
from etabli.org.states import Role

SOURCE = Path(__file__).resolve().parents[2] / "src" / "etabli"
ROOMS = (
    "core kit org people attendance support orders pathways"
    " production billing indicators cpom surveys exchange tablet web config"
).split()
"""From the lowest to the highest."""


@cache
def modules() -> dict[str, ast.Module]:
    """Every module but migrations, by its path under the package."""
    paths = [path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts]
    return {path.relative_to(SOURCE).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


# ---------------------------------------------------------------- one door for writes

WRITES = {"save", "create", "delete", "update", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
STATEMENT = re.compile(r"^\s*(INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO|TRUNCATE|COPY)\s", re.IGNORECASE)
DOORS = re.compile(
    r"actions(\.py|/)"  # the actions of a room
    r"|attendance/(alike|deriving)\.py$"  # called by actions only: the derived facts
    r"|org/grants\.py$"  # users and what they may do: actions under another name
    r"|kit/(bulk|journal|triggers|seals|actor)\.py$"  # rows at once, and the journal's own triggers
    r"|config/demo"  # calls actions; makes what a demo needs besides
)
NOT_ROWS = {
    "billing/documents.py": {"opened.save"},  # a PDF
    "billing/models/sealing.py": {"super().save", "super().update", "super().delete", "super().bulk_create"},  # a guard
    "config/archives.py": {"total.update"},  # a checksum
    "config/serving.py": {"total.update"},
    "exchange/views.py": {"uploads.save"},  # a file kept in the data folder
    "kit/command.py": {"bar.update"},  # a progress bar
    "org/logbook.py": {"wanted[line.table_name].update"},  # a set
    "org/reads.py": {"_WORDS.update", "_NAMES.update"},  # dictionaries
    "org/views/establishment.py": {"section.save", "part.save"},  # the action of a form
}
"""Calls that only look like writes, each with what it is."""


def test_nothing_is_written_but_by_actions() -> None:
    found = []
    for path, tree in modules().items():
        if DOORS.search(path):
            continue
        for call in calls(tree):
            if isinstance(call.func, ast.Attribute) and call.func.attr in WRITES:
                said = ast.unparse(call.func)
                if said not in NOT_ROWS.get(path, set()):
                    found.append(f"{path}:{call.lineno} {said}")
    assert found == []


def test_what_only_looks_like_a_write_is_still_there() -> None:
    said = {path: {ast.unparse(call.func) for call in calls(tree)} for path, tree in modules().items()}
    assert {path: names - said.get(path, set()) for path, names in NOT_ROWS.items()} == {
        path: set() for path in NOT_ROWS
    }


def test_no_sql_writes_but_by_actions() -> None:
    texts = [
        f"{path}:{node.lineno}"
        for path, tree in modules().items()
        if not DOORS.search(path)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and STATEMENT.match(node.value)
    ]
    assert texts == []


def test_actions_are_called_by_name_and_say_who_and_when() -> None:
    """Every public action of a room takes its arguments by name, `by` and `at` among them."""
    wrong = []
    for path, tree in modules().items():
        if not re.fullmatch(r"(org|people|attendance|indicators|exchange)/(actions(/\w+)?|grants)\.py", path):
            continue
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and is_action(node):
                names = {argument.arg for argument in node.args.kwonlyargs}
                if node.args.args or node.args.posonlyargs or not {"by", "at"} <= names:
                    wrong.append(f"{path}:{node.lineno} {node.name}")
    assert wrong == []


def is_action(node: ast.FunctionDef) -> bool:
    """A public function in one transaction, but for those that only derive anew."""
    atomic = any("atomic" in ast.unparse(decorator) for decorator in node.decorator_list)
    return atomic and not node.name.startswith(("_", "re", "refresh", "derive"))


# ---------------------------------------------------------------- keys point downwards


def room_of(module: str) -> int:
    parts = module.split(".")
    return ROOMS.index(parts[1]) if parts[0] == "etabli" else -1


def test_every_room_is_known() -> None:
    assert {path.parent.name for path in SOURCE.glob("*/__init__.py")} == set(ROOMS)


def test_foreign_keys_point_downwards() -> None:
    upwards = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.concrete and field.related_model is not None
        if 0 <= room_of(model.__module__) < room_of(field.related_model.__module__)
    ]
    assert upwards == []


def test_no_table_names_those_of_a_higher_room() -> None:
    """A key across rooms has no name backwards, so that no template reads upwards; but people are read from places."""
    allowed = {"people", "attendance", "indicators"}  # registrations, codes, notes: read by their own rooms
    named = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.concrete and field.related_model is not None
        if room_of(model.__module__) > room_of(field.related_model.__module__) >= 0
        if field.remote_field.related_name not in ("+", None) and not str(field.remote_field.related_name).endswith("+")
    }
    rooms = {name.split(".")[0] for name in named}
    owners = {model.__name__: model._meta.app_label for model in apps.get_models()}
    assert {owners[name] for name in rooms} <= allowed


@pytest.mark.django_db
def test_no_model_change_without_a_migration() -> None:
    out = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=out, skip_checks=True)
    assert "No changes detected" in out.getvalue()


# ---------------------------------------------------------------- everything that is said has words


def refusals() -> Iterator[tuple[str, str, set[str] | None]]:
    """Where, code, and the facts given (None when they are not written out there)."""
    for path, tree in modules().items():
        for call in calls(tree):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            if name == "Refusal" and call.args and isinstance(call.args[0], ast.Constant):
                keys = {keyword.arg for keyword in call.keywords}
                facts = None if None in keys else {key for key in keys if key}
                yield f"{path}:{call.lineno}", str(call.args[0].value), facts


def test_every_refusal_has_a_sentence() -> None:
    unworded = {f"{where} {code}" for where, code, _ in refusals() if code not in wording.worded_codes()}
    assert unworded == set()


def test_every_sentence_gets_the_facts_it_names() -> None:
    lacking = set()
    for where, code, facts in refusals():
        named = set(re.findall(r"%\((\w+)\)", str(wording._SENTENCES.get(code, ""))))
        if facts is not None and not named <= facts:
            lacking.add(f"{where} {code}: {sorted(named - facts)}")
    assert lacking == set()


def test_no_sentence_is_idle() -> None:
    """A code that nothing raises is a sentence for nothing."""
    said = {
        node.value
        for path, tree in modules().items()
        if not path.endswith("wording.py")
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert wording.worded_codes() - said == {"no_kind_column", "no_fraction_column"}  # made of the name of a column


def states() -> list[type[StrEnum]]:
    found = {}
    for path in modules():
        if path.endswith("states.py"):
            module = import_module("etabli." + path.removesuffix(".py").replace("/", "."))
            for value in vars(module).values():
                if isinstance(value, type) and issubclass(value, StrEnum) and value is not StrEnum:
                    found[value.__qualname__] = value
    return list(found.values())


def words() -> list[dict[object, object]]:
    tables = []
    for path in modules():
        if path.endswith("wording.py"):
            module: ModuleType = import_module("etabli." + path.removesuffix(".py").replace("/", "."))
            tables += [value for value in vars(module).values() if isinstance(value, dict)]
    return tables


@pytest.mark.parametrize("state", states(), ids=lambda state: state.__name__)
def test_every_state_has_words(state: type[StrEnum]) -> None:
    """A table of words whose keys are this state's, all of them."""
    wanted = {str(member) for member in state}
    assert any(wanted == {str(key) for key in table} for table in words()), sorted(wanted)


@pytest.mark.parametrize("definition", definitions().values(), ids=lambda definition: definition.code)
def test_every_reason_and_unit_of_a_figure_has_words(definition: object) -> None:
    text = definition.sql  # type: ignore[attr-defined]
    reasons = {
        reason for row in re.findall(r"(?:THEN|ELSE) '(\w+)'|'(\w+)' AS (?:excluded|part)", text) for reason in row
    }
    assert {reason for reason in reasons if reason} <= set(REASONS)
    assert set(definition.unit.split("/")) <= set(UNITS)  # type: ignore[attr-defined]


# ---------------------------------------------------------------- rights


def test_every_right_of_a_room_is_known_and_someone_has_it() -> None:
    for path in modules():
        if not path.endswith("access.py") or "/" not in path:
            continue
        module = import_module("etabli." + path.removesuffix(".py").replace("/", "."))
        declared = getattr(module, "RIGHTS", None)
        if declared is None:
            continue
        room = path.split("/")[0]
        for right, roles in declared.items():
            assert str(right).startswith(f"{room}."), right
            assert rights.roles_with(right) == roles and roles <= frozenset(Role) and roles, right


def named_in_views() -> Iterator[tuple[str, str]]:
    for path, tree in modules().items():
        for call in calls(tree):
            if getattr(call.func, "id", "") == "page":
                for keyword in call.keywords:
                    if isinstance(keyword.value, ast.Constant) and isinstance(keyword.value.value, str):
                        yield path, keyword.value.value


def test_every_right_named_by_a_page_is_declared() -> None:
    for _, right in named_in_views():
        rights.roles_with(right)  # KeyError for a right nobody declared


def views(resolver: URLResolver) -> Iterator[object]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern)
        elif isinstance(pattern, URLPattern):
            yield pattern.callback


def test_every_address_of_ours_says_who_may_read_and_write() -> None:
    ours = [view for view in views(get_resolver()) if getattr(view, "__module__", "").startswith("etabli.")]
    assert ours and [view for view in ours if not hasattr(view, "page")] == []


# ---------------------------------------------------------------- sizes and names

LINES_OF_FUNCTION, LINES_OF_VIEW, LINES_OF_MODULE, LINES_OF_TEMPLATE = 50, 25, 400, 150


def functions() -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for path, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield path, node


def lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """From `def` to the end, its docstring left out: explaining costs nothing."""
    body = node.body
    documented = isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)
    told = (body[0].end_lineno or 0) - body[0].lineno + 1 if documented else 0
    return (node.end_lineno or 0) - node.lineno + 1 - told


def test_functions_are_short() -> None:
    assert [
        f"{path}:{node.lineno} {node.name} {lines(node)}"
        for path, node in functions()
        if lines(node) > LINES_OF_FUNCTION
    ] == []


def test_views_are_shorter() -> None:
    long = [
        f"{path}:{node.lineno} {node.name} {lines(node)}"
        for path, node in functions()
        if re.search(r"views(\.py|/)", path)
        if any("page(" in ast.unparse(decorator) for decorator in node.decorator_list)
        if lines(node) > LINES_OF_VIEW
    ]
    assert long == []


def test_modules_are_readable() -> None:
    long = [
        f"{path} {count}"
        for path in modules()
        if (count := len((SOURCE / path).read_text(encoding="utf-8").splitlines())) > LINES_OF_MODULE
    ]
    assert long == []


def test_templates_are_readable() -> None:
    long = [
        f"{path.relative_to(SOURCE)} {count}"
        for path in SOURCE.rglob("templates/**/*.html")
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > LINES_OF_TEMPLATE
    ]
    assert long == []


def test_nothing_is_called_utils() -> None:
    names = {part for path in modules() for part in Path(path).with_suffix("").parts}
    assert not names & {"util", "utils", "helper", "helpers", "misc", "tools"}


def test_every_function_is_annotated() -> None:
    """What comes in and what goes out, of every function."""
    bare = []
    for path, node in functions():
        arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        untyped = [row.arg for row in arguments if row.annotation is None and row.arg not in ("self", "cls")]
        if node.returns is None or untyped:
            bare.append(f"{path}:{node.lineno} {node.name}")
    assert bare == []


def test_nobody_reads_the_clock_but_at_the_edge() -> None:
    """`core`, rules, queries and actions get the day passed in; but a right is one that is held today."""
    readers = [
        path
        for path, tree in modules().items()
        if path not in ("org/queries.py", "kit/actions.py")
        if re.search(r"(^core/|/(rules|queries|actions|deriving|models|states)(\.py|/))", path)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "etabli.kit.clock"
    ]
    assert readers == []
