"""The command and the page that export the star schema: who may, what they say, what the log of reads keeps."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from etabli.core.refusal import Refusal
from etabli.exchange.star import writing
from etabli.exchange.star.taking import taken
from etabli.exchange.star.wording import READS
from etabli.kit.models import AccessLog
from etabli.org.states import Role
from etabli.people.models import Registration
from tests import workplace as small
from tests.exchange.starring import Shop, shop
from tests.once import made_once
from tests.production.doing import user

pytestmark = pytest.mark.django_db
PAGE = Path(__file__).resolve().parents[2] / "docs" / "star-schema.md"
made = made_once(shop)


def run(*arguments: str) -> str:
    """What the command printed."""
    out = io.StringIO()
    call_command("export", *arguments, stdout=out)
    return out.getvalue()


def log() -> list[AccessLog]:
    return list(AccessLog.objects.filter(what__startswith="exchange.star").order_by("id"))


def keys() -> list[str]:
    return [str(key) for key in Registration.objects.order_by("person").values_list("person", flat=True)]


# ---------------------------------------------------------------- the command


def test_the_command_says_what_it_wrote(made: Shop, tmp_path: Path) -> None:
    out = tmp_path / "star"
    document = json.loads(run("star", "--establishment", small.NUMBER, "--out", str(out), "--json"))
    assert document["parquet"] is True and document["nominative"] is False
    assert document["tables"]["person"] == len(made.people) and Path(document["folder"]) == out
    (line,) = log()
    assert (line.what, line.actor, line.subjects) == ("exchange.star", "operator", [])
    assert line.row_count == sum(document["tables"].values())


def test_a_command_that_names_is_logged_with_whom(made: Shop, tmp_path: Path) -> None:
    run("star", "--establishment", small.NUMBER, "--out", str(tmp_path / "star"), "--nominative")
    (line,) = log()
    assert (line.what, line.subjects) == ("exchange.star.nominative", keys())


def test_the_log_of_reads_tells_that_the_facts_of_support_were_taken(made: Shop, tmp_path: Path) -> None:
    whats = []
    for number, options in enumerate(((), ("--nominative",), ("--support",), ("--support", "--nominative"))):
        folder = tmp_path / str(number)
        run("star", "--establishment", small.NUMBER, "--out", str(folder), *options)
        whats.append(log()[-1].what)
        said = json.loads((folder / "datapackage.json").read_text())["description"]
        assert ("facts of support" in said) == ("--support" in options)
    assert whats == [
        "exchange.star",
        "exchange.star.nominative",
        "exchange.star.support",
        "exchange.star.nominative.support",
    ]
    assert [line.what for line in taken(made.where.place)] == whats[::-1]
    assert log()[-1].subjects == keys()
    assert len({str(READS[what]) for what in whats}) == 4


def test_without_parquet_the_command_says_how_to_get_it(
    made: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "find_spec", lambda name: None)
    text = run("star", "--establishment", small.NUMBER, "--out", str(tmp_path / "star"))
    assert "pip install 'etabli[parquet]'" in text


@pytest.mark.parametrize(
    ("number", "inside", "code"),
    [(small.NUMBER, "", "folder_of_others"), ("000000000", "star", "establishment_not_configured")],
)
def test_what_is_refused_writes_and_logs_nothing(
    made: Shop, tmp_path: Path, number: str, inside: str, code: str
) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(Refusal) as refused:
        run("star", "--establishment", number, "--out", str(tmp_path / inside))
    assert refused.value.code == code
    assert log() == [] and [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_the_page_of_the_documentation_is_written(tmp_path: Path) -> None:
    text = run("schema", "--to", str(tmp_path / "page.md"), "--json")
    assert json.loads(text) == {"file": str(tmp_path / "page.md")}
    assert (tmp_path / "page.md").read_text(encoding="utf-8") == PAGE.read_text(encoding="utf-8")


# ---------------------------------------------------------------- the page


def signed_in(made: Shop, role: Role) -> Client:
    client = Client()
    client.force_login(user(made.where, role))
    return client


def address() -> str:
    return reverse("exchange:exports", args=[small.NUMBER])


def unpacked(answer: object) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]


def test_the_director_takes_the_star_as_one_file_and_it_is_listed(made: Shop) -> None:
    client = signed_in(made, Role.DIRECTOR)
    assert client.get(address()).text.count('<th scope="row">') == 0
    answer = client.post(address())
    assert answer.headers["Content-Disposition"].startswith(f'attachment; filename="etabli-star-{small.NUMBER}')
    archive = unpacked(answer)
    document = json.loads(archive.read("datapackage.json"))
    assert {"work/2025-03/work.csv", "work/2025-03/work.parquet", "person.csv"} <= set(archive.namelist())
    assert "last_name" not in archive.read("person.csv").decode() and document["name"] == f"etabli-star-{small.NUMBER}"
    (line,) = log()
    assert (line.what, line.actor, line.establishment_id) == ("exchange.star", "director", made.where.place.pk)
    page = client.get(address()).text
    assert page.count('<th scope="row">') == 1


def test_the_director_may_take_names_and_is_logged_with_whom(made: Shop) -> None:
    answer = signed_in(made, Role.DIRECTOR).post(address(), {"nominative": "on"})
    assert made.people[0].last_name in unpacked(answer).read("person.csv").decode()
    (line,) = log()
    assert (line.what, line.subjects) == ("exchange.star.nominative", keys())


def test_names_are_not_given_to_who_may_only_take_keys(made: Shop) -> None:
    client = signed_in(made, Role.ADMINISTRATION)
    assert "nominative" not in client.get(address()).text
    answer = client.post(address(), {"nominative": "on"})
    assert "last_name" not in unpacked(answer).read("person.csv").decode()
    assert [line.what for line in log()] == ["exchange.star"]


@pytest.mark.parametrize("role", [Role.SALES, Role.INSTRUCTOR, Role.EDUCATOR, Role.HEAD_OF_SERVICE])
def test_others_do_not_know_of_it(made: Shop, role: Role) -> None:
    client = signed_in(made, role)
    assert client.get(address()).status_code == 404
    assert client.post(address()).status_code == 404
    assert log() == []


def test_a_long_log_is_paged_with_as_many_queries_as_a_short_one(made: Shop) -> None:
    client, counts = signed_in(made, Role.DIRECTOR), []
    for number in (1, 60):
        AccessLog.objects.bulk_create(
            AccessLog(
                user_id="",
                actor="operator",
                at=small.AT,
                what="exchange.star",
                row_count=9,
                establishment_id=made.where.place.pk,
            )
            for _ in range(number)
        )
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address()).text
        counts.append(len(queries))
    assert counts[0] == counts[1] and page.count('<th scope="row">') == 50
