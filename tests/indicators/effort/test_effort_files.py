"""Files of effort between associations: taken in, taken out, refused, and written by a command."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from etabli.core.refusal import Refusal
from etabli.indicators.actions import take_effort_file
from etabli.indicators.effort import (
    Measure,
)
from etabli.indicators.effort_boards import comparison
from etabli.indicators.effort_files import EffortTold, read_document
from etabli.indicators.models import EffortFile
from etabli.kit.clock import today
from etabli.org.states import Role
from tests import workplace as small
from tests.indicators.effort.conftest import YEAR, client_of, url
from tests.indicators.supported import Supported

# ---------------------------------------------------------------- files between associations


def told(**changes: Any) -> dict[str, Any]:
    measures = {str(measure): 10 for measure in Measure} | {"support_minutes": 600}
    whole = {
        "schema": "etabli-support-effort",
        "version": 1,
        "organisation": "Les Autres",
        "year": YEAR,
        "establishments": 2,
        "measures": measures,
        "support_minutes_by_category": {"skills": 600},
    }
    return whole | changes


def sent(house: Supported, role: str, content: Any) -> Any:
    file = SimpleUploadedFile("effort.json", json.dumps(content).encode(), content_type="application/json")
    return client_of(house, role).post(url(house, f"comparison/?year={YEAR}"), {"file": file}, follow=True)


def test_a_file_taken_in_stands_beside_ones_own_sums(house: Supported) -> None:
    answer = sent(house, Role.DIRECTOR, told())
    assert [row["name"] for row in answer.context["rows"]] == ["Les Essais", "Les Autres"]
    assert answer.context["rows"][1]["cells"][2] == "1\xa0h"
    again = sent(house, Role.HEAD_OF_SERVICE, told(measures=told()["measures"] | {"support_minutes": 1200}))
    assert [row["cells"][2] for row in again.context["rows"][1:]] == ["2\xa0h"], "the newer one in its place"


def test_a_file_is_taken_out_again(house: Supported) -> None:
    sent(house, Role.DIRECTOR, told())
    row = EffortFile.objects.get()
    client = client_of(house, Role.HEAD_OF_SERVICE)
    assert "Les Autres" in client.get(url(house, f"comparison/{row.pk}/remove/")).content.decode()
    client.post(url(house, f"comparison/{row.pk}/remove/"))
    assert not EffortFile.objects.exists()


def test_an_educator_compares_and_takes_nothing_in(house: Supported) -> None:
    assert sent(house, Role.EDUCATOR, told()).status_code == 404
    assert not EffortFile.objects.exists()


@pytest.mark.parametrize(
    ("content", "places"),
    [
        (told(schema="x", version=2), "schema, version"),
        (told(names=["Ada"]), "names"),
        (told(organisation=" ", year=1990, establishments=0), "organisation, year, establishments"),
        (told(measures=told()["measures"] | {"persons": 4}), "measures.persons"),
        (
            told(measures=told()["measures"] | {"sessions": -1, "adaptations": "2"}),
            "measures.sessions, measures.adaptations",
        ),
        (told(measures={"persons": 10}), "measures"),
        (told(support_minutes_by_category={"Ada": 3}), "support_minutes_by_category"),
        ([], "file"),
        (told(year=True), "year"),
    ],
)
def test_a_file_of_another_shape_is_refused_with_all_that_is_wrong(content: Any, places: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_document(json.dumps(content).encode())
    assert refused.value.facts["places"] == places


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[" * 99_999, b" " * 100_001])
def test_what_is_no_document_is_refused(content: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        read_document(content)
    assert refused.value.code == "effort_file_wrong"


def test_a_wrong_file_is_said_beside_the_field(house: Supported) -> None:
    text = sent(house, Role.DIRECTOR, told(schema="x")).content.decode()
    assert "This is not a file of effort" in text
    assert (
        "is your own association" in sent(house, Role.HEAD_OF_SERVICE, told(organisation="les essais")).content.decode()
    )


# ---------------------------------------------------------------- the commands


def run(*arguments: Any) -> Any:
    out = StringIO()
    call_command("support", *map(str, arguments), "--json", stdout=out)
    return json.loads(out.getvalue())


def test_what_an_association_writes_another_takes_in(house: Supported, tmp_path: Path) -> None:
    for person in house.people[:6]:
        house.had(person)
    file = tmp_path / "effort.json"
    written = run("effort", "--establishment", house.place.finess, "--year", YEAR, "--out", file)
    assert json.loads(file.read_text(encoding="utf-8")) == written
    assert written["measures"]["support_minutes"] == 360
    assert written["support_minutes_by_category"] == {"skills": 360}
    assert "Arbre" not in file.read_text(encoding="utf-8")
    other = small.workplace(association="Les Voisins", finess=small.OTHER_NUMBER, name="Voisins")
    run("take", file, "--establishment", other.finess, "--dry-run")
    assert not EffortFile.objects.exists()
    run("take", file, "--establishment", other.finess)
    assert EffortFile.objects.get().organisation == "Les Essais"


def test_a_year_that_is_not_over_is_not_told(house: Supported) -> None:
    with pytest.raises(Refusal) as refused:
        run("effort", "--establishment", house.place.finess, "--year", today().year)
    assert refused.value.code == "effort_year_not_over"


def test_a_file_that_is_not_there_is_said(house: Supported, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"missing\.json"):
        run("take", tmp_path / "missing.json", "--establishment", house.place.finess)


@pytest.mark.parametrize("files", [1, 20])
def test_as_many_queries_for_one_file_as_for_twenty(
    house: Supported, files: int, django_assert_num_queries: Any
) -> None:
    for number in range(files):
        told_by = EffortTold(f"Les Autres {number}", YEAR, told())
        take_effort_file(association=house.place.association, told=told_by, by=None, at=small.AT)
    with django_assert_num_queries(6):
        assert len(comparison(house.place.association, YEAR, {house.place.pk})["rows"]) == files + 1
