"""Rows that the database itself keeps from being changed, once they say that they are final.

A model says so with `sealed = Seal(…)`; the triggers are installed with those of the journal, on both databases, and
survive migrations with them. Whoever writes, by whatever way, is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from etabli.kit.triggers import PREFIX, literal, quoted

SEAL_REFUSAL = "what is sealed is never changed nor deleted"


@dataclass(frozen=True)
class Seal:
    """When the rows of a table are final: always, or once the row at the end of `path` has `value` in `column`.

    `path`: (column that holds a key, table it points to), step by step from the row itself; empty for the row itself.
    Rows may not be added either to what is final by a path. `open`: columns of rows that are final always, which may still
    change: words that an erasure takes out, and that other keys encrypt anew.
    """

    column: str = ""
    value: str = ""
    path: tuple[tuple[str, str], ...] = ()
    open: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.open and self.column:
            raise TypeError("open columns are for rows that are final always")

    @property
    def tables(self) -> frozenset[str]:
        return frozenset(table for _, table in self.path)


def _final(seal: Seal, row: str) -> str:
    """The condition of SQLite under which a row (`OLD`, `NEW`) is final."""
    if not seal.path:
        return f"{row}.{quoted(seal.column)} = {literal(seal.value)}"
    key, table = f"{row}.{quoted(seal.path[0][0])}", seal.path[-1][1]
    for (_, above), (column, _) in pairwise(seal.path):
        key = f"(SELECT {quoted(column)} FROM {quoted(above)} WHERE id = {key})"
    said = f"{quoted(seal.column)} = {literal(seal.value)}"
    return f"EXISTS (SELECT 1 FROM {quoted(table)} WHERE id = {key} AND {said})"


def _sqlite_condition(seal: Seal, action: str, rows: Sequence[str], columns: Sequence[str]) -> str:
    if seal.column:
        return f"WHEN {' OR '.join(_final(seal, row) for row in rows)} "
    if seal.open and action == "update":
        kept = [quoted(name) for name in columns if name not in seal.open]
        return f"WHEN {' OR '.join(f'NEW.{name} IS NOT OLD.{name}' for name in kept)} "
    return ""


def sqlite_seals(table: str, seal: Seal, columns: Sequence[str]) -> dict[str, str]:
    """Name -> statement of the triggers that keep the rows of a table. `columns`: those it has."""
    when = {"update": ("OLD",), "delete": ("OLD",)}
    if seal.path:
        when = {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",)}
    made = {}
    for action, rows in when.items():
        name = f"{PREFIX}{table}_seal_{action}"
        condition = _sqlite_condition(seal, action, rows, columns)
        made[name] = (
            f"CREATE TRIGGER {quoted(name)} BEFORE {action.upper()} ON {quoted(table)} {condition}"
            f"BEGIN SELECT RAISE(ABORT, {literal(SEAL_REFUSAL)}); END"
        )
    return made


# Arguments: the column and its value, then the steps of the path. The row that says it is locked while it is read: it
# cannot become final between this check and the end of the transaction. Of the second function: the open columns.
POSTGRESQL_SEAL = f"""
CREATE OR REPLACE FUNCTION {PREFIX}seal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  candidate jsonb;
  place integer;
  final boolean;
BEGIN
  FOR candidate IN
    SELECT given.value
    FROM (VALUES (CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END),
                 (CASE WHEN TG_OP = 'INSERT' OR TG_OP = 'UPDATE' AND TG_NARGS > 2 THEN to_jsonb(NEW) END)) given(value)
    WHERE given.value IS NOT NULL
  LOOP
    final := TG_NARGS = 0;
    IF NOT final THEN
      FOR place IN 2 .. TG_NARGS - 2 BY 2 LOOP
        EXECUTE format('SELECT to_jsonb(t) FROM %I t WHERE id = $1 FOR SHARE', TG_ARGV[place + 1])
          INTO candidate USING (candidate ->> TG_ARGV[place])::bigint;
      END LOOP;
      final := coalesce(candidate ->> TG_ARGV[0] = TG_ARGV[1], false);
    END IF;
    IF final THEN
      RAISE EXCEPTION '{SEAL_REFUSAL}' USING ERRCODE = 'restrict_violation';
    END IF;
  END LOOP;
  RETURN coalesce(NEW, OLD);
END $$;

CREATE OR REPLACE FUNCTION {PREFIX}seal_but() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - TG_ARGV::text[] = to_jsonb(OLD) - TG_ARGV::text[] THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '{SEAL_REFUSAL}' USING ERRCODE = 'restrict_violation';
END $$;
"""


def postgresql_seals(table: str, seal: Seal) -> dict[str, str]:
    """Name -> statement."""
    if seal.open:
        return _postgresql_seal(table, "UPDATE OR DELETE", "seal_but", seal.open)
    words = [seal.column, seal.value, *(word for step in seal.path for word in step)] if seal.column else []
    return _postgresql_seal(table, "INSERT OR UPDATE OR DELETE" if seal.path else "UPDATE OR DELETE", "seal", words)


def _postgresql_seal(table: str, actions: str, function: str, words: Sequence[str]) -> dict[str, str]:
    name = f"{PREFIX}{table}_seal"
    return {
        name: f"CREATE OR REPLACE TRIGGER {quoted(name)} BEFORE {actions} ON {quoted(table)} "
        f"FOR EACH ROW EXECUTE FUNCTION {PREFIX}{function}({', '.join(map(literal, words))})"
    }
