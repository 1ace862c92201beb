"""The star schema of an establishment: what is in it, who is told, and that its figures are those of Établi."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from etabli.core.periods import day_no
from etabli.core.refusal import Refusal
from etabli.exchange.star import writing
from etabli.exchange.star.describing import key_of, page
from etabli.exchange.star.rows import Pseudonyms, Star
from etabli.exchange.star.tables import ESTABLISHMENT, SUPPORT_TABLES, TABLES, UNITS, columns
from etabli.exchange.star.writing import Written, write_star
from etabli.indicators.definitions import definitions
from etabli.indicators.queries import figures, scope_of
from etabli.pathways.models import Host, Placement, Recognition, Return, SupportAgreement
from etabli.people.models import Engagement, Person
from etabli.support.models import OrdinaryWorkWill
from tests import workplace as small
from tests.exchange.starring import FORMULA, PRIVATE, SPAN, TROUBLE, Shop, counted, read, shop
from tests.once import made_once

pytestmark = pytest.mark.django_db
PAGE = Path(__file__).resolve().parents[2] / "docs" / "star-schema.md"
made = made_once(shop)


@pytest.fixture
def star(made: Shop, tmp_path: Path) -> Written:
    return write_star(Star(made.where.place), tmp_path / "star")


def rows_of(written: Written, table: str) -> list[dict[str, str]]:
    found = []
    for path in written.files[table]:
        with (written.folder / path).open(encoding="utf-8", newline="") as file:
            found += list(csv.DictReader(file))
    return found


def everything(written: Written) -> Iterator[tuple[str, dict[str, str]]]:
    for table in TABLES:
        for row in rows_of(written, table.name):
            yield table.name, row


# ---------------------------------------------------------------- figures


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_every_figure_counted_from_the_export_is_that_of_etabli(made: Shop, star: Written, form: str) -> None:
    database = read(star.folder, form)
    found = {row.definition.code: row for row in figures(scope_of(made.where.place), SPAN) if row.refusal is None}
    assert len(found) > 15
    for code, row in found.items():
        num, den = counted(database, definitions()[code], SPAN)
        assert num == pytest.approx(row.num, rel=1e-9), code
        assert den == pytest.approx(row.den or 0, rel=1e-9), code
    assert found["productivity"].num and found["reject_rate"].num and found["on_time_delivery_rate"].den


def test_parquet_says_what_the_csv_says(star: Written) -> None:
    database = read(star.folder, "parquet")
    for table in TABLES:
        names = [column.name for column in columns(table.schema)]
        listed = database.execute(f"SELECT {', '.join(names)} FROM {table.name}").fetchall()
        plain = [["" if value is None else str(value) for value in row] for row in listed]
        assert sorted(plain) == sorted([row[name] for name in names] for row in rows_of(star, table.name))


def test_a_text_with_commas_quotes_and_lines_stays_whole(star: Written) -> None:
    assert TROUBLE in {row["name"] for row in rows_of(star, "activity")}


def test_a_text_that_a_spreadsheet_would_run_is_kept_as_text(star: Written) -> None:
    assert {row["name"] for row in rows_of(star, "product")} == {f"'{FORMULA}"}
    assert {row["sql"] for row in rows_of(star, "indicator")} == {row.sql for row in definitions().values()}


def test_an_invoice_and_its_credit_note_come_to_nothing(star: Written) -> None:
    rows = rows_of(star, "invoice_line")
    assert [int(row["amount"]) for row in rows] == [10_000, 2, -10_000, -2]
    assert sum(int(row["quantity"]) for row in rows) == 0
    assert {row["kind"] for row in rows} == {"invoice", "credit_note"}


# ---------------------------------------------------------------- form


def test_large_facts_have_a_folder_a_month_and_are_sorted(star: Written) -> None:
    assert star.files["work"] == ["work/2025-03/work.csv", "work/2025-04/work.csv"]
    for table in TABLES:
        for path in star.files[table.name]:
            with (star.folder / path).open(encoding="utf-8", newline="") as file:
                rows = list(csv.DictReader(file))
            texts = {column.name for column in columns(table.schema) if column.is_text}
            keys = [
                [
                    (row[name] == "" and name not in texts, row[name] if name in texts else int(row[name] or 0))
                    for name in table.key
                ]
                for row in rows
            ]
            assert keys == sorted(keys), path


def test_the_descriptor_tells_each_file_and_column(star: Written) -> None:
    document = json.loads((star.folder / "datapackage.json").read_text(encoding="utf-8"))
    assert [resource["name"] for resource in document["resources"]] == [table.name for table in TABLES]
    for resource in document["resources"]:
        paths = [resource["path"]] if isinstance(resource["path"], str) else resource["path"]
        for path in [*paths, *resource["parquet"]]:
            assert (star.folder / path).is_file()
        with (star.folder / paths[0]).open(encoding="utf-8", newline="") as file:
            assert next(csv.reader(file)) == [field["name"] for field in resource["schema"]["fields"]]
        assert all(field["description"] for field in resource["schema"]["fields"])
        assert all("unit" in field for field in resource["schema"]["fields"] if field["type"] == "integer")


def test_every_key_leads_to_a_row_and_tells_one_row(star: Written) -> None:
    document = json.loads((star.folder / "datapackage.json").read_text(encoding="utf-8"))
    known = {table.name: rows_of(star, table.name) for table in TABLES}
    for resource in document["resources"]:
        rows, schema = known[resource["name"]], resource["schema"]
        keys = [tuple(row[name] for name in schema["primaryKey"]) for row in rows]
        assert rows and len(keys) == len(set(keys)), resource["name"]
        for link in schema["foreignKeys"]:
            target = link["reference"]
            there = {tuple(row[name] for name in target["fields"]) for row in known[target["resource"]]}
            place, column = link["fields"]
            used = {(row[place], row[column]) for row in rows if row[column]}
            assert used <= there, (resource["name"], column)


def test_a_column_that_must_be_there_is(star: Written) -> None:
    for name, row in everything(star):
        (table,) = (table for table in TABLES if table.name == name)
        for column in columns(table.schema):
            assert column.is_text or column.optional or row[column.name] != "", (name, column.name)


def test_the_tables_hold_their_keys_and_links() -> None:
    for table in TABLES:
        names = {column.name for column in columns(table.schema)}
        assert {*key_of(table), *(column for column, _ in table.links)} <= names, table.name


def test_no_unit_is_of_no_column() -> None:
    used = {column.name for table in (*TABLES, *SUPPORT_TABLES) for column in columns(table.schema) if column.unit}
    assert set(UNITS) == used


def test_the_page_of_the_documentation_is_made_from_the_tables() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: etabli export schema"


# ---------------------------------------------------------------- who is told


def test_nobody_is_named_without_being_asked(made: Shop, star: Written) -> None:
    names = [part for person in made.people for part in (person.last_name, person.first_name)]
    text = "\n".join(path.read_text(encoding="utf-8") for path in star.folder.rglob("*.csv"))
    assert [name for name in [*names, PRIVATE, "DOM,"] if name in text] == []
    assert "staff_number" not in (star.folder / "datapackage.json").read_text(encoding="utf-8")


def test_keys_of_people_are_not_those_of_the_database(made: Shop, star: Written) -> None:
    keys = {str(person.pk) for person in made.people}
    of_people = [table.name for table in TABLES if "subject" in {column.name for column in columns(table.schema)}]
    assert {"work", "engagement", "placement", "exit", "person_profile"} < set(of_people)
    for table in of_people:
        assert not keys & {row["subject"] for row in rows_of(star, table)}, table
    assert len({row["subject"] for row in rows_of(star, "person")}) == len(made.people)


def test_what_a_person_does_elsewhere_is_told_by_keys_that_lead_nowhere(made: Shop, star: Written) -> None:
    kept = {
        ("placement", "placement"): Placement,
        ("placement", "host"): Host,
        ("support_agreement", "agreement"): SupportAgreement,
        ("exit", "engagement"): Engagement,
        ("return_to_esat", "return_key"): Return,
        ("recognition", "recognition"): Recognition,
    }
    for (table, column), model in kept.items():
        told = {int(row[column]) for row in rows_of(star, table)}
        assert told and not told & set(model._default_manager.values_list("pk", flat=True)), table
    text = "\n".join(path.read_text(encoding="utf-8") for path in star.folder.rglob("*.csv"))
    words = [*Host.objects.values_list("name", flat=True), *OrdinaryWorkWill.objects.values_list("words", flat=True)]
    assert words and [word for word in words if word in text] == []


def test_ways_to_ordinary_work_are_rows_like_the_others(made: Shop, star: Written) -> None:
    (left,), (back,) = rows_of(star, "exit"), rows_of(star, "return_to_esat")
    assert (left["destination"], left["ordinary"], back["exit_day"]) == ("private", "1", left["exit_day"])
    assert left["subject"] == back["subject"]
    (said,) = rows_of(star, "ordinary_work_will")
    assert (said["from_day"], said["to_day"]) == (str(day_no(date(2025, 3, 10))), "9999999")
    assert {row["device"] for row in rows_of(star, "placement")} == {"pmsmp", "job"}
    assert len(rows_of(star, "person_profile")) == len(made.people)


def test_a_person_has_the_same_key_again_and_another_elsewhere(made: Shop, star: Written, tmp_path: Path) -> None:
    again = write_star(Star(made.where.place), tmp_path / "again")
    assert rows_of(again, "person") == rows_of(star, "person")
    pseudonyms = Pseudonyms(made.where.place)
    assert pseudonyms.of("subject", 1) != pseudonyms.of("engagement", 1)
    made_elsewhere = type(made.where.place)(finess="990000010")
    assert Pseudonyms(made_elsewhere).of("subject", 1) != pseudonyms.of("subject", 1)


def test_names_are_there_when_asked(made: Shop, tmp_path: Path) -> None:
    named = write_star(Star(made.where.place, nominative=True), tmp_path / "named")
    people = {(row["staff_number"], row["last_name"]) for row in rows_of(named, "person")}
    assert people == {
        (number, Person.objects.get(pk=person.pk).last_name) for number, person in zip("123", made.people, strict=True)
    }
    assert PRIVATE in {row["name"] for row in rows_of(named, "client")}


# ---------------------------------------------------------------- writing


def test_another_export_takes_the_place_of_the_first(made: Shop, star: Written) -> None:
    (star.folder / "work" / "2019-01").mkdir()
    again = write_star(Star(made.where.place), star.folder)
    assert again.rows == star.rows
    assert not (star.folder / "work" / "2019-01").exists()


def test_a_folder_of_something_else_is_left_alone(made: Shop, tmp_path: Path) -> None:
    kept = tmp_path / "notes.txt"
    kept.write_text("mine")
    with pytest.raises(Refusal) as refused:
        write_star(Star(made.where.place), tmp_path)
    assert refused.value.code == "folder_of_others"
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"] and kept.read_text() == "mine"


def test_an_export_that_fails_leaves_the_one_before(made: Shop, star: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise OSError("the disk is full")

    before = {path: path.read_bytes() for path in star.folder.rglob("*.*") if path.is_file()}
    monkeypatch.setattr(writing, "_write_parquet", broken)
    with pytest.raises(OSError, match="disk"):
        write_star(Star(made.where.place), star.folder)
    assert {path: path.read_bytes() for path in star.folder.rglob("*.*") if path.is_file()} == before
    assert [path.name for path in star.folder.parent.iterdir()] == ["star"]


def test_without_the_library_there_is_csv_only(made: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "find_spec", lambda name: None)
    written = write_star(Star(made.where.place), tmp_path / "star")
    assert not written.parquet and not list(written.folder.rglob("*.parquet"))
    assert (
        "parquet" not in json.loads((written.folder / "datapackage.json").read_text(encoding="utf-8"))["resources"][0]
    )


def test_an_establishment_without_facts_has_every_table(made: Shop, tmp_path: Path) -> None:
    empty = small.workplace(finess=small.OTHER_NUMBER, name="Vide")
    written = write_star(Star(empty), tmp_path / "star")
    assert written.rows["work"] == 0 and written.files["work"] == ["work/work.csv"]
    read(written.folder, "parquet")


def test_as_many_queries_for_few_rows_as_for_many(made: Shop, tmp_path: Path) -> None:
    counts = []
    for place in (made.where.place, small.workplace(finess=small.OTHER_NUMBER, name="Vide")):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            write_star(Star(place), tmp_path / place.finess)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_rows_of_an_establishment_are_its_own(made: Shop, tmp_path: Path) -> None:
    other = small.workplace(finess=small.OTHER_NUMBER, name="Ailleurs")
    small.engage(other, "9", last_name="Ailleurs")
    star = write_star(Star(other), tmp_path / "star")
    for name, row in everything(star):
        assert name == "indicator" or row[ESTABLISHMENT.name] == small.OTHER_NUMBER
    assert star.rows["person"] == 1 and star.rows["client"] == 0
