"""The one-page note: a tagged PDF in the reader's language, with every figure and no name."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from etabli.attendance.actions import close_month
from etabli.indicators import notes
from etabli.indicators.actions import save_target
from etabli.org.models import User
from tests import workplace as small
from tests.indicators.screens.conftest import SPRING, YEAR, House

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SignIn = Callable[[User], Client]


def note(client: Client, house: House, query: str = SPRING) -> PdfReader:
    answer = client.get(house.url("note/", query))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    return PdfReader(io.BytesIO(answer.content))


def words(pdf: PdfReader) -> str:
    return re.sub(r"\s+", " ", "".join(page.extract_text() for page in pdf.pages).replace("\u00a0", " "))


def test_it_is_one_tagged_page_in_the_language_of_the_reader(house: House, sign_in: SignIn) -> None:
    reader = house.users["Danièle"]
    for language in ("fr", "nl", "en"):
        reader.language = language
        reader.save()
        pdf = note(sign_in(reader), house, YEAR)
        root = pdf.trailer["/Root"]
        assert len(pdf.pages) == 1
        assert root["/Lang"] == language
        assert root["/MarkInfo"]["/Marked"]
        assert "/StructTreeRoot" in root
        assert pdf.metadata is not None
        assert house.place.name in str(pdf.metadata.title)


def test_it_claims_to_be_archivable_and_accessible(house: House, daniele: Client) -> None:
    text = daniele.get(house.url("note/")).content
    metadata = PdfReader(io.BytesIO(text)).trailer["/Root"]["/Metadata"].get_data().decode()
    assert re.search(r"<pdfaid:part>2</pdfaid:part>", metadata)
    assert re.search(r"<pdfaid:conformance>A</pdfaid:conformance>", metadata)
    assert re.search(r"<pdfuaid:part>1</pdfuaid:part>", metadata)


def test_it_holds_the_rates_with_their_divisions_targets_and_sources(house: House, daniele: Client) -> None:
    save_target(
        establishment=house.place, code="occupancy_rate", year=2025, value=9_500, source="CPOM", by=None, at=small.AT
    )
    text = words(note(daniele, house, "first=2025-03&last=2025-03"))
    assert "50 days ÷ 75.30 days" in text
    assert "66.40 %" in text
    assert "95.00 %" in text
    assert "ANDICAT, 29 January 2019" in text
    assert "needs the target days of 2025" in text


def test_occupancy_is_read_with_part_time_and_caseload(house: House, daniele: Client) -> None:
    text = words(note(daniele, house))
    assert "Share of part-timers" in text
    assert "Active caseload" in text
    assert "two half-timers need more support than one full-timer" in text


def test_absence_is_there_by_reason(house: House, daniele: Client) -> None:
    text = words(note(daniele, house))
    assert re.search(r"Sickness 5 66\.7%", text)
    assert "Together 7.50 100.0%" in text


def test_it_says_who_made_it_and_when_and_names_no_person(house: House, daniele: Client) -> None:
    text = words(note(daniele, house))
    assert "by Daniele Fictif" in text
    assert not re.search(r"Ada|Ben |Cleo|Tom ", text)


def test_it_says_that_its_figures_are_provisional(house: House, daniele: Client) -> None:
    text = words(note(daniele, house, "first=2025-03&last=2025-03"))
    assert "Provisional figures" in text
    assert "Months not closed: March 2025." in text
    close_month(establishment=house.place, month=small.MARCH.start, by=None, at=small.AT)
    assert "Provisional" not in words(note(daniele, house, "first=2025-03&last=2025-03"))


def test_its_charts_are_described(house: House, daniele: Client) -> None:
    described = [text for text in alternatives(note(daniele, house)) if "month by month" in text]
    assert len(described) == 2
    assert all("Highest: " in text for text in described)


def alternatives(pdf: PdfReader) -> list[str]:
    """The texts that stand for pictures, anywhere in the structure of the document."""
    waiting, found, seen = [pdf.trailer["/Root"]["/StructTreeRoot"]], [], set()
    while waiting:
        node = waiting.pop().get_object()
        if id(node) in seen or not isinstance(node, dict):
            continue
        seen.add(id(node))
        found += [str(node["/Alt"])] if "/Alt" in node else []
        children = node.get("/K", [])
        waiting += list(children) if isinstance(children, list) else [children]
    return found


def test_it_stays_one_page_however_much_there_is_to_say(
    house: House, daniele: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    contents = notes.contents

    def longer(*args: Any, **kwargs: Any) -> dict[str, Any]:
        made = contents(*args, **kwargs)
        return {**made, "absence": made["absence"] * 5, "read_with": made["read_with"] * 2}

    monkeypatch.setattr(notes, "contents", longer)
    assert len(note(daniele, house).pages) == 1


def test_a_period_that_is_none_has_no_note(house: House, daniele: Client) -> None:
    assert daniele.get(house.url("note/", "first=2025-06&last=2025-01")).status_code == 404
