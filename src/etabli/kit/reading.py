"""Reading never writes: the guard that stands around the view of a GET."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

OPEN_TABLES = frozenset({"django_session", "kit_cache", "kit_accesslog"})
"""Tables that a reading page may write: they say nothing of the workplace."""

_NOISE = re.compile(r"'(?:[^']|'')*'|--[^\n]*|/\*.*?\*/", re.DOTALL)
_QUOTED = re.compile(r'"[^"]*"')
_READS = re.compile(
    r"\s*\(?\s*(?:SELECT|EXPLAIN|VALUES|SHOW|SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT|FETCH|CLOSE|DECLARE)\b",
    re.IGNORECASE,
)
_EXPLAIN = re.compile(r"\s*EXPLAIN\b", re.IGNORECASE)
_PRAGMA = re.compile(
    r"\s*PRAGMA\s+(?:\w+\.)?(?:\w+_list|\w+_info|table_xinfo|foreign_key_check)\s*(?:\([^)]*\))?\s*$", re.IGNORECASE
)
_WITH = re.compile(r"\s*WITH\b", re.IGNORECASE)
_WRITE_WORD = re.compile(r"\b(?:INSERT|UPDATE|DELETE|REPLACE|MERGE|TRUNCATE)\b(?!\s*\()", re.IGNORECASE)
_TARGET = re.compile(
    r"\s*(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO|UPDATE|DELETE\s+FROM)\s+\"?(\w+)\"?", re.IGNORECASE
)


class WroteWhileReadingError(RuntimeError):
    """A page that was only read tried to write. A bug of the page: acts are POSTs."""


def is_read(sql: str) -> bool:
    """True for text that changes no table of a room."""
    text = _NOISE.sub(" ", sql).strip().rstrip(";")
    if ";" in text:
        return False
    if _READS.match(text):
        # EXPLAIN ANALYZE runs what it explains.
        return not _EXPLAIN.match(text) or not _WRITE_WORD.search(text)
    if _PRAGMA.match(text):
        return True
    if _WITH.match(text):
        return not _WRITE_WORD.search(_QUOTED.sub(" ", text))
    target = _TARGET.match(text)
    return target is not None and target[1] in OPEN_TABLES


def refuse_writes(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """A wrapper of `connection.execute_wrapper`. WroteWhileReadingError names the statement, without its values."""
    if not is_read(str(sql)):
        raise WroteWhileReadingError(" ".join(str(sql).split())[:200])
    return execute(sql, params, many, context)
