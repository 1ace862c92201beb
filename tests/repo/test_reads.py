"""Whatever the code notes as read, the log of reads tells in words."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import etabli
from etabli.org.reads import word_of

SOURCES = Path(etabli.__file__).parent
NOTING = {"note_read", "download"}
"""What writes into the log: its first word, or the one named `what`, is the code."""
OF_NOBODY = {"indicators.benchmark", "pathways.partnerships", "surveys.edition"}
"""Files that name nobody: taking one is not noted."""


def codes_in(tree: ast.AST) -> Iterator[str]:
    """Codes of reads: in a call that notes one, or kept under `what` for one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            said = [word.value for word in node.keywords if word.arg == "what"]
            yield from texts([*node.args[:1], *said] if name in NOTING else said)
        elif isinstance(node, ast.Dict):
            yield from texts(
                value
                for key, value in zip(node.keys, node.values, strict=True)
                if isinstance(key, ast.Constant) and key.value == "what"
            )


def texts(nodes: object) -> Iterator[str]:
    for node in nodes:  # type: ignore[attr-defined]
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.count(".") == 1:
            yield node.value


def test_every_read_that_is_noted_has_words() -> None:
    found = {code for path in SOURCES.rglob("*.py") for code in codes_in(ast.parse(path.read_text(encoding="utf-8")))}
    assert len(found) > 60
    assert {code for code in found if word_of(code) == code} == OF_NOBODY
