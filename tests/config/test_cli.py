"""Exit codes, one JSON document, the language, the first run, secrets."""

from __future__ import annotations

import sqlite3
import stat
from pathlib import Path

import pytest

import etabli
from tests.config.conftest import FINESS, SQLITE_ONLY, Cli

pytestmark = pytest.mark.slow


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_first_command_makes_everything_ready_and_owner_only(bare_cli: Cli) -> None:
    done = bare_cli("user", "list", "--json")
    assert (done.code, done.json, done.err) == (0, {"users": []}, "")
    assert mode(bare_cli.home / "keys") == 0o700
    assert {mode(path) for path in (bare_cli.home / "keys").iterdir()} == {0o600}


@SQLITE_ONLY
def test_the_database_is_its_owner_s_alone(bare_cli: Cli) -> None:
    bare_cli("user", "list")
    assert mode(bare_cli.home / "etabli.sqlite3") == 0o600


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["help"], 0),
        (["--version"], 0),
        (["help", "backup"], 0),
        (["nothing"], 2),
        (["user", "add"], 2),
        (["user", "add", "a", "--role", "king", "--establishment", FINESS], 2),
        (["backup"], 2),
        (["user", "link", "nobody"], 1),
        (["backup", "/nowhere/at/all.tar.gz"], 1),
    ],
)
def test_exit_codes(cli: Cli, words: list[str], code: int) -> None:
    assert cli(*words).code == code


def test_wrong_usage_makes_no_database(bare_cli: Cli) -> None:
    bare_cli("user", "add")
    assert not (bare_cli.home / "etabli.sqlite3").exists()


def test_help_lists_our_commands_first(cli: Cli) -> None:
    out = cli("help").out
    assert all(name in out.split("Django")[0] for name in ("backup", "restore", "serve", "user"))
    assert etabli.__version__ in cli("--version").out


def test_a_refusal_is_a_sentence_or_a_document(cli: Cli) -> None:
    plain = cli("user", "link", "nobody")
    assert plain.out == "" and plain.err.strip() == "There is no user nobody."
    coded = cli("user", "link", "nobody", "--json")
    assert coded.json == {"refusal": {"code": "username_unknown", "message": "There is no user nobody."}}
    assert coded.code == 1 and coded.err == ""


def test_json_may_stand_before_the_subcommand(cli: Cli) -> None:
    assert cli("user", "--json", "list").json == {"users": []}


def test_a_wrong_database_address_is_wrong_usage(cli: Cli) -> None:
    done = cli("user", "list", ETABLI_DATABASE_URL="mysql://x/y")
    assert done.code == 2 and "ETABLI_DATABASE_URL" in done.err


def test_a_database_that_does_not_answer_is_one_sentence(cli: Cli) -> None:
    done = cli("user", "list", "--json", ETABLI_DATABASE_URL="postgres://nobody@127.0.0.1:9/none?connect_timeout=2")
    assert done.code == 1 and done.json["refusal"]["code"] == "database_failed"


@SQLITE_ONLY
def test_an_older_sqlite_database_is_copied_aside_then_brought_up_to_date(cli: Cli) -> None:
    cli.workplace()
    cli("migrate", "indicators", "zero")
    done = cli("user", "list", "--json")
    assert done.code == 0 and done.json == {"users": []}
    copies = list((cli.home / "backups").glob("before-upgrade-*.tar.gz"))
    assert len(copies) == 1 and str(copies[0]) in done.err
    with sqlite3.connect(cli.home / "etabli.sqlite3") as database:
        assert database.execute("SELECT count(*) FROM org_establishment").fetchone() == (1,)


@pytest.mark.skipif(not SQLITE_ONLY.args[0], reason="about PostgreSQL")
def test_an_older_postgresql_database_is_left_to_its_keeper(cli: Cli) -> None:
    cli.workplace()
    cli("migrate", "indicators", "zero")
    done = cli("user", "list", "--json")
    assert done.code == 1 and done.json["refusal"]["code"] == "schema_older"
    assert cli("migrate").code == 0 and cli("user", "list").code == 0


def test_a_user_is_added_with_a_link_that_works_once(cli: Cli) -> None:
    cli.workplace()
    add = ["user", "add", "anne", "--role", "director", "--establishment", FINESS, "--name", "Anne Dubois"]
    done = cli(*add, "--json", ETABLI_ADDRESS="https://etabli.example.org")
    assert done.code == 0 and done.json["link"].startswith("https://etabli.example.org/welcome/")
    assert done.json["user"]["name"] == "Anne Dubois"
    assert done.json["user"]["grants"][0]["establishment"] == FINESS
    again = cli(*add, "--json")
    assert again.code == 1 and again.json["refusal"]["code"] == "username_taken"


def test_commands_act_as_the_operator(cli: Cli) -> None:
    cli.workplace()
    cli("user", "add", "anne", "--role", "director", "--establishment", FINESS)
    lines = """
from etabli.kit.models import JournalRow
rows = JournalRow.objects.filter(table_name="org_user")
print(*sorted(set(rows.values_list("actor", flat=True))))
"""
    assert cli.python(lines) == "operator"


def test_roles_are_given_and_taken_back(cli: Cli) -> None:
    cli.workplace()
    cli("user", "add", "anne", "--role", "director", "--establishment", FINESS)
    place = ["--role", "educator", "--establishment", FINESS, "--json"]
    assert cli("user", "grant", "anne", *place).json["changed"] is True
    assert cli("user", "grant", "ANNE", *place).json["changed"] is False
    assert [row["role"] for row in cli("user", "list", "--json").json["users"][0]["grants"]] == ["director", "educator"]
    assert [row["role"] for row in cli("user", "withdraw", "anne", *place).json["user"]["grants"]] == ["director"]
    assert cli("user", "withdraw", "anne", *place).json["refusal"]["code"] == "grant_absent"


def test_a_second_factor_is_asked_by_role(cli: Cli) -> None:
    assert cli("user", "second-factor", "--role", "director", "on", "--json").json["second_factor_required"] is True
