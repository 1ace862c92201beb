"""A paper is a tagged PDF of what a template and its data say."""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from etabli.kit.papers import CARRYING, FONT, paper

TEMPLATE = """
#let paper = json(bytes(sys.inputs.paper))
#set document(title: paper.title, date: datetime(year: 2026, month: 3, day: 1))
#set text(font: paper.font, lang: "fr")
= #paper.title
#paper.text
#if paper.picture != "" [ #image(paper.picture, alt: "Un carré") ]
"""
CONTENT = {"title": "Convention", "text": "Été « #danger »", "font": FONT, "picture": ""}
SQUARE = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> str:
    """The name of a package that has one template, `sheet`."""
    name = f"room_of_{request.node.name.split('[')[0]}"
    (tmp_path / name / "typst").mkdir(parents=True)
    (tmp_path / name / "__init__.py").touch()
    (tmp_path / name / "typst" / "sheet.typ").write_text(TEMPLATE, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    return name


def test_says_its_data_letter_by_letter_and_is_tagged(room: str) -> None:
    read = PdfReader(BytesIO(paper(room, "sheet", CONTENT)))
    assert "Été « #danger »" in read.pages[0].extract_text()
    catalogue = read.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"] and catalogue["/Lang"] == "fr"
    assert read.metadata is not None and read.metadata.title == "Convention"
    assert b"<pdfaid:part>2" in catalogue["/Metadata"].get_data()


def test_shows_the_files_beside_it_and_keeps_the_standard_asked_for(room: str) -> None:
    made = paper(room, "sheet", CONTENT | {"picture": "square.svg"}, beside={"square.svg": SQUARE}, standards=CARRYING)
    catalogue = PdfReader(BytesIO(made)).trailer["/Root"]
    assert b"<pdfaid:part>3" in catalogue["/Metadata"].get_data()


def test_a_picture_that_cannot_be_drawn_is_an_error(room: str) -> None:
    with pytest.raises(RuntimeError):
        paper(room, "sheet", CONTENT | {"picture": "square.svg"}, beside={"square.svg": b"not a picture"})
