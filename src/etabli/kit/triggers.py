"""The SQL text of the journal's triggers, for SQLite and for PostgreSQL."""

from __future__ import annotations

from dataclasses import dataclass

PREFIX = "etabli_"
JOURNAL_TABLE = "kit_journalrow"
ACCESS_TABLE = "kit_accesslog"
REDACTION = "redaction"
"""The actor in whose name alone `before` and `after` of journal rows may be blanked."""

MASKED = frozenset({"password", "data", "secret"})
MASK, MASK_CHANGED = "***", "*** (changed)"
"""What the journal keeps of a secret column: that it has a value, and that an update changed it."""

REFUSAL = "rows of this table are never changed nor deleted"


@dataclass(frozen=True)
class Column:
    """`kind`: plain, uuid, boolean, json or binary: what SQLite cannot tell by itself."""

    name: str
    kind: str = "plain"


@dataclass(frozen=True)
class Watched:
    """A table whose changes are journalled, and its primary key column."""

    table: str
    key: str
    columns: tuple[Column, ...]


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


# ---------------------------------------------------------------- SQLite


def _value(column: Column, row: str) -> str:
    """The column as both databases are to show it in JSON: UUIDs with dashes, booleans as such, bytes in hexadecimal."""
    cell = f"{row}.{quoted(column.name)}"
    if column.kind == "uuid":
        parts = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
        dashed = " || '-' || ".join(f"substr({cell}, {start}, {length})" for start, length in parts)
        return f"CASE WHEN length({cell}) = 32 THEN {dashed} ELSE {cell} END"
    if column.kind == "boolean":
        return f"CASE {cell} WHEN 1 THEN json('true') WHEN 0 THEN json('false') END"
    if column.kind == "json":
        return f"CASE WHEN json_valid({cell}) THEN json({cell}) ELSE {cell} END"
    if column.kind == "binary":
        return f"CASE WHEN {cell} IS NOT NULL THEN '\\x' || lower(hex({cell})) END"
    return cell


def _masked(column: Column, row: str, updating: bool) -> str:
    cell = quoted(column.name)
    changed = f"WHEN NEW.{cell} IS NOT OLD.{cell} THEN {literal(MASK_CHANGED)} " if updating and row == "NEW" else ""
    return f"CASE WHEN {row}.{cell} IS NULL THEN NULL {changed}ELSE {literal(MASK)} END"


def _object(watched: Watched, row: str, updating: bool) -> str:
    pairs = (
        f"{literal(column.name)}, " + (_masked(column, row, updating) if column.name in MASKED else _value(column, row))
        for column in watched.columns
    )
    return f"json_object({', '.join(pairs)})"


def sqlite_triggers(watched: Watched) -> dict[str, str]:
    """Name -> statement of the three triggers of a table."""
    key = next(column for column in watched.columns if column.name == watched.key)
    made = {}
    for action in ("insert", "update", "delete"):
        updating = action == "update"
        before = "NULL" if action == "insert" else _object(watched, "OLD", updating)
        after = "NULL" if action == "delete" else _object(watched, "NEW", updating)
        row = "NEW" if action == "insert" else "OLD"
        name = f"{PREFIX}{watched.table}_{action}"
        made[name] = (
            f"CREATE TRIGGER {quoted(name)} AFTER {action.upper()} ON {quoted(watched.table)} BEGIN "
            f'INSERT INTO {JOURNAL_TABLE} (table_name, row_id, action, actor, at, "before", "after") '
            f"VALUES ({literal(watched.table)}, CAST({_value(key, row)} AS TEXT), '{action}', app_actor(), "
            f"strftime('%Y-%m-%d %H:%M:%f', 'now'), {before}, {after}); END"
        )
    return made


def sqlite_protection(table: str) -> dict[str, str]:
    """Name -> statement of the triggers that refuse to change or delete rows of a log."""
    refuse = f"BEGIN SELECT RAISE(ABORT, {literal(REFUSAL)}); END"
    unless = ""
    if table == JOURNAL_TABLE:
        same = " AND ".join(
            f"NEW.{name} = OLD.{name}" for name in ("id", "table_name", "row_id", "action", "actor", "at")
        )
        blank = 'NEW."before" IS NULL AND NEW."after" IS NULL'
        unless = f"WHEN NOT (app_actor() = '{REDACTION}' AND {blank} AND {same}) "
    update, delete = f"{PREFIX}{table}_no_update", f"{PREFIX}{table}_no_delete"
    return {
        update: f"CREATE TRIGGER {quoted(update)} BEFORE UPDATE ON {quoted(table)} {unless}{refuse}",
        delete: f"CREATE TRIGGER {quoted(delete)} BEFORE DELETE ON {quoted(table)} {refuse}",
    }


# ---------------------------------------------------------------- PostgreSQL

# One function for all tables: it takes the row as JSON, so that a column added or dropped needs no new trigger.
# Arguments: the primary key column, then the masked columns.
POSTGRESQL_FUNCTIONS = f"""
CREATE OR REPLACE FUNCTION {PREFIX}journal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  old_row jsonb;
  new_row jsonb;
  old_shown jsonb;
  new_shown jsonb;
  place integer;
  name text;
BEGIN
  IF TG_OP <> 'INSERT' THEN old_row := to_jsonb(OLD); END IF;
  IF TG_OP <> 'DELETE' THEN new_row := to_jsonb(NEW); END IF;
  old_shown := old_row;
  new_shown := new_row;
  FOR place IN 1 .. TG_NARGS - 1 LOOP
    name := TG_ARGV[place];
    IF old_row ->> name IS NOT NULL THEN
      old_shown := jsonb_set(old_shown, ARRAY[name], '"{MASK}"');
    END IF;
    IF new_row ->> name IS NOT NULL THEN
      new_shown := jsonb_set(new_shown, ARRAY[name], CASE
        WHEN TG_OP = 'UPDATE' AND new_row -> name IS DISTINCT FROM old_row -> name THEN '"{MASK_CHANGED}"'::jsonb
        ELSE '"{MASK}"'::jsonb END);
    END IF;
  END LOOP;
  INSERT INTO {JOURNAL_TABLE} (table_name, row_id, action, actor, at, "before", "after")
  VALUES (TG_TABLE_NAME, coalesce(old_row, new_row) ->> TG_ARGV[0], lower(TG_OP),
          coalesce(nullif(current_setting('app.actor', true), ''), 'database:' || session_user),
          clock_timestamp(), old_shown, new_shown);
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION {PREFIX}protect() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = '{JOURNAL_TABLE}' AND current_setting('app.actor', true) = '{REDACTION}'
     AND to_jsonb(NEW) = to_jsonb(OLD) || '{{"before": null, "after": null}}'::jsonb THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation';
END $$;
"""


def postgresql_triggers(watched: Watched) -> dict[str, str]:
    """Name -> statement. TRUNCATE is refused: it would pass the triggers of rows by."""
    arguments = [watched.key, *sorted(column.name for column in watched.columns if column.name in MASKED)]
    name, truncate = f"{PREFIX}{watched.table}_journal", f"{PREFIX}{watched.table}_no_truncate"
    return {
        name: f"CREATE OR REPLACE TRIGGER {quoted(name)} AFTER INSERT OR UPDATE OR DELETE ON {quoted(watched.table)} "
        f"FOR EACH ROW EXECUTE FUNCTION {PREFIX}journal({', '.join(map(literal, arguments))})",
        truncate: f"CREATE OR REPLACE TRIGGER {quoted(truncate)} BEFORE TRUNCATE ON {quoted(watched.table)} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {PREFIX}protect()",
    }


def postgresql_protection(table: str) -> dict[str, str]:
    rows, truncate = f"{PREFIX}{table}_protect", f"{PREFIX}{table}_no_truncate"
    return {
        rows: f"CREATE OR REPLACE TRIGGER {quoted(rows)} BEFORE UPDATE OR DELETE ON {quoted(table)} "
        f"FOR EACH ROW EXECUTE FUNCTION {PREFIX}protect()",
        truncate: f"CREATE OR REPLACE TRIGGER {quoted(truncate)} BEFORE TRUNCATE ON {quoted(table)} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {PREFIX}protect()",
    }
