"""A backup is whole or is not there, and what it holds comes back; on both databases."""

from __future__ import annotations

import json
import os
import pty
import stat
import subprocess
import sys
import tarfile
import time
from io import BytesIO
from pathlib import Path

import pytest

from tests.config.conftest import FINESS, SQLITE_ONLY, Cli
from tests.waiting import kill

pytestmark = pytest.mark.slow


def make_kept(cli: Cli) -> None:
    cli.workplace()
    cli("user", "add", "anne", "--role", "director", "--establishment", FINESS)
    assert cli("backup", str(cli.home.parent / "kept.tar.gz")).code == 0


@pytest.fixture
def kept(cli: Cli) -> Path:
    """A backup of a workplace with the user anne."""
    cli.take("kept", make_kept)
    return cli.home.parent / "kept.tar.gz"


def names(cli: Cli) -> list[str]:
    return [row["username"] for row in cli("user", "list", "--json").json["users"]]


def rewritten(source: Path, target: Path, **changes: object) -> Path:
    """The same archive with another manifest."""
    with tarfile.open(source) as old, tarfile.open(target, "w:gz") as new:
        for info in old:
            content = old.extractfile(info).read()  # type: ignore[union-attr]
            if info.name == "manifest.json":
                content = json.dumps(json.loads(content) | changes).encode()
                info.size = len(content)
            new.addfile(info, BytesIO(content))
    return target


def test_it_is_owner_only_and_says_what_it_holds(kept: Path) -> None:
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    with tarfile.open(kept) as archive:
        assert {"manifest.json", "keys/secret-key", "keys/field-keys"} <= set(archive.getnames())


def test_what_it_holds_comes_back_with_the_keys(cli: Cli, kept: Path) -> None:
    keys = {path.name: path.read_text() for path in (cli.home / "keys").iterdir()}
    cli("user", "add", "later", "--role", "director", "--establishment", FINESS)
    for path in (cli.home / "keys").iterdir():
        path.write_text("")
    for name, text in keys.items():
        (cli.home / "keys" / name).write_text(text if name == "secret-key" else "A" * 43 + "=")
    done = cli("restore", str(kept), "--yes", "--json")
    assert done.code == 0, done.err
    assert names(cli) == ["anne"]
    assert {path.name: path.read_text() for path in (cli.home / "keys").iterdir()} == keys
    aside = Path(done.json["kept"])
    assert stat.S_IMODE(aside.stat().st_mode) == 0o700 and any(aside.glob("database.*"))


def test_the_journal_still_records_after_a_restore(cli: Cli, kept: Path) -> None:
    cli("restore", str(kept), "--yes")
    cli("user", "add", "after", "--role", "director", "--establishment", FINESS)
    lines = "from etabli.kit.models import JournalRow as J\nprint(J.objects.filter(table_name='org_user').count())"
    assert int(cli.python(lines)) >= 2


def test_it_comes_back_in_an_empty_data_folder(cli: Cli, kept: Path) -> None:
    new = Cli(cli.home.parent / "new", cli.environment)
    new.home.mkdir()
    assert new("restore", str(kept), "--yes").code == 0
    assert names(new) == ["anne"]


@pytest.mark.parametrize(("answer", "restored"), [("n\n", False), ("\n", False), ("y\n", True)])
def test_at_a_terminal_it_asks_and_no_leaves_everything(cli: Cli, kept: Path, answer: str, restored: bool) -> None:
    cli("user", "add", "later", "--role", "director", "--establishment", FINESS)
    ours, theirs = pty.openpty()
    try:
        process = subprocess.Popen(
            [sys.executable, "-m", "etabli.config.cli", "restore", str(kept)],
            env=cli.variables(),
            stdin=theirs,
            stdout=subprocess.DEVNULL,
            stderr=theirs,
        )
        os.write(ours, answer.encode())
        code = process.wait(timeout=300)
        said = os.read(ours, 65536).decode()
    finally:
        os.close(ours)
        os.close(theirs)
    assert "[y/N]" in said
    assert code == (0 if restored else 1)
    assert names(cli) == (["anne"] if restored else ["anne", "later"])
    assert ("Nothing is restored: the present data stay as they are." in " ".join(said.split())) is not restored
    assert "--yes" not in said


def refused(cli: Cli, path: Path, *words: str) -> str:
    done = cli("restore", str(path), "--json", *words)
    assert done.code == 1
    assert names(cli) == ["anne"]
    return done.json["refusal"]["code"]


def test_a_damaged_file_changes_nothing(cli: Cli, kept: Path) -> None:
    content = bytearray(kept.read_bytes())
    content[len(content) // 2] ^= 0xFF
    kept.write_bytes(content)
    assert refused(cli, kept, "--yes") in ("backup_damaged", "backup_unreadable")


def test_a_file_cut_short_changes_nothing(cli: Cli, kept: Path) -> None:
    kept.write_bytes(kept.read_bytes()[:-500])
    assert refused(cli, kept, "--yes") in ("backup_damaged", "backup_unreadable")


def test_what_is_no_backup_is_refused(cli: Cli, kept: Path) -> None:
    kept.write_text("not an archive")
    assert refused(cli, kept, "--yes") == "backup_unreadable"
    assert refused(cli, kept.with_name("absent"), "--yes") == "backup_absent"


def test_another_engine_a_newer_schema_and_a_wrong_sum_are_refused(cli: Cli, kept: Path) -> None:
    with tarfile.open(kept) as archive:
        manifest = json.load(archive.extractfile("manifest.json"))  # type: ignore[arg-type]
    other = kept.with_name("other.tar.gz")
    engine = "sqlite" if manifest["engine"] == "postgresql" else "postgresql"
    assert refused(cli, rewritten(kept, other, engine=engine), "--yes") == "backup_other_engine"
    newer = rewritten(kept, other, schema=[*manifest["schema"], "org.9999_future"])
    assert refused(cli, newer, "--yes") == "backup_newer"
    members = {name: {**entry, "sha256": "0" * 64} for name, entry in manifest["members"].items()}
    assert refused(cli, rewritten(kept, other, members=members), "--yes") == "backup_damaged"
    assert refused(cli, rewritten(kept, other, format=2), "--yes") == "backup_format_unknown"


def test_a_name_that_leads_out_of_the_folder_is_refused(cli: Cli, kept: Path) -> None:
    with tarfile.open(kept) as archive:
        manifest = json.load(archive.extractfile("manifest.json"))  # type: ignore[arg-type]
    evil = kept.with_name("evil.tar.gz")
    entry = {"size": 4, "sha256": "88d4266fd4e6338d13b845fcf289579d209c897823b9217da3e161936f031589"}
    manifest["members"] = {"keys/../../evil": entry}
    with tarfile.open(evil, "w:gz") as archive:
        text = json.dumps(manifest).encode()
        for name, content in (("manifest.json", text), ("keys/../../evil", b"abcd")):
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, BytesIO(content))
    assert refused(cli, evil, "--yes") == "backup_damaged"
    assert not list(cli.home.parent.glob("**/evil"))


def test_where_nobody_can_answer_the_present_data_are_set_aside(cli: Cli, kept: Path) -> None:
    """A script restores without a question: what it replaces is kept in a folder of its own."""
    done = cli("restore", str(kept), "--json")
    assert done.code == 0
    kept_names = {path.name for path in Path(done.json["kept"]).iterdir()}
    assert "keys" in kept_names and kept_names & {"database.sqlite3", "database.pgdump"}


def test_a_killed_backup_leaves_the_file_as_it_was(cli: Cli, kept: Path) -> None:
    before, fresh = kept.read_bytes(), kept.with_name("fresh.tar.gz")
    for delay in (0.5, 0.8, 1.1, 1.4):
        for target in (kept, fresh):
            process = cli.start("backup", str(target))
            time.sleep(delay)
            kill(process)
    # Whichever of them was quick enough is whole; the others are not there, or as they were.
    for target in filter(Path.exists, (kept, fresh)):
        assert target.read_bytes() == before or cli("restore", str(target), "--yes").code == 0
    assert sorted(path.name for path in kept.parent.glob("[!.]*.gz")) in (
        ["kept.tar.gz"],
        ["fresh.tar.gz", "kept.tar.gz"],
    )


def test_two_restores_of_the_same_second_keep_two_folders(cli: Cli, kept: Path) -> None:
    lines = """
from datetime import datetime, UTC
from etabli.config import restoring
at = datetime(2026, 3, 2, tzinfo=UTC)
print(len({restoring.set_aside(at) for _ in range(2)}))
"""
    assert cli.python(lines) == "2"


def test_the_daily_backup_keeps_the_last_fourteen(cli: Cli, kept: Path) -> None:
    folder = cli.home / "backups"
    folder.mkdir(exist_ok=True)
    for day in range(1, 17):
        path = folder / f"etabli-2026-01-{day:02}-0300.tar.gz"
        path.write_bytes(b"")
        os.utime(path, (0, 0))
    assert cli("daily", "--if-due", "--json").json["done"] is True
    found = sorted(path.name for path in folder.glob("etabli-*.tar.gz"))
    assert len(found) == 14 and found[0] == "etabli-2026-01-04-0300.tar.gz"
    assert cli("daily", "--if-due", "--json").json["done"] is False


@SQLITE_ONLY
def test_a_damaged_database_is_replaced_and_kept(cli: Cli, kept: Path) -> None:
    database = cli.home / "etabli.sqlite3"
    for path in cli.home.glob("etabli.sqlite3-*"):
        path.unlink()
    database.write_bytes(b"no database any more" * 1000)
    done = cli("restore", str(kept), "--yes", "--json")
    assert done.code == 0, done.err + done.out
    assert names(cli) == ["anne"]
    assert (Path(done.json["kept"]) / "etabli.sqlite3").read_bytes().startswith(b"no database")


@SQLITE_ONLY
def test_there_is_nothing_to_back_up_in_a_folder_that_cannot_be_written(cli: Cli, kept: Path) -> None:
    done = cli("backup", str(cli.home), "--json")
    assert done.json["refusal"]["code"] == "backup_is_folder"


@pytest.mark.skipif(not SQLITE_ONLY.args[0], reason="about PostgreSQL's tools")
def test_missing_or_older_tools_are_named(cli: Cli, kept: Path) -> None:
    tools = kept.parent / "tools"
    tools.mkdir()
    done = cli("backup", str(kept), "--json", ETABLI_PG_BIN=str(tools))
    assert done.json["refusal"]["code"] == "pg_tools_missing"
    (tools / "pg_dump").write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.1'\n")
    (tools / "pg_dump").chmod(0o755)
    done = cli("backup", str(kept), "--json", ETABLI_PG_BIN=str(tools))
    assert done.json["refusal"]["code"] == "pg_tools_older"


@pytest.mark.skipif(not SQLITE_ONLY.args[0], reason="about PostgreSQL's tools")
def test_a_psql_that_dies_half_way_is_told_and_nothing_changes(cli: Cli, kept: Path) -> None:
    """It no longer reads: what is written to it fails, then and when the line to it is closed."""
    tools = kept.parent / "tools"
    tools.mkdir()
    for name in ("pg_dump", "pg_restore"):
        (tools / name).symlink_to(cli.python(f"from etabli.config.engines import tool; print(tool({name!r}))"))
    psql = cli.python("from etabli.config.engines import tool; print(tool('psql'))")
    script = f'#!/bin/sh\n[ "$1" = --version ] && exec {psql} --version\necho "psql: too many clients" >&2; exit 2\n'
    (tools / "psql").write_text(script)
    (tools / "psql").chmod(0o755)
    cli("user", "add", "berthe", "--role", "director", "--establishment", FINESS)
    done = cli("restore", str(kept), "--yes", "--json", ETABLI_PG_BIN=str(tools))
    assert done.code == 1 and done.json["refusal"]["code"] == "pg_tools_failed"
    assert "too many clients" in done.json["refusal"]["message"]
    assert {"anne", "berthe"} <= set(names(cli))
