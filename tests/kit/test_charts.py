"""Charts: drawn once, cleaned of addresses, styles and foreign words, and refused where they cannot be."""

from __future__ import annotations

import os
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.utils import translation

from etabli.kit import charts
from etabli.kit.charts import Bar, ChartError, Pair, Picture, Point, Signs, Stack

FRENCH = Signs(",", "\u00a0", "\u00a0%")
MONTHS = Picture(
    title="Taux d'activité, mois par mois",
    description="Le plus haut : 96 % en mars.",
    signs=FRENCH,
    points=(Point("janv.", 0.934, 0.934), Point("févr.", None, 0.934), Point("mars", 0.96, 0.945)),
    target=0.95,
    percentage=True,
)
BARS = Picture(
    "Absence", "Congé : 12", FRENCH, bars=(Bar("Congé", 12, "12 (75 %)"), Bar("Maladie & co", 4, "4 (25 %)"))
)

STACKS = Picture(
    "Charge",
    "Un pic",
    FRENCH,
    stacks=(Stack("3 mars", 100, over=20), Stack("10 mars", 60, free=40), Stack("17 mars", 0)),
)
PAIRS = Picture("Ventes", "Janvier", FRENCH, pairs=(Pair("janv.", 100, 80), Pair("févr.", -5, 0)))


@pytest.fixture(autouse=True)
def nothing_kept(settings: Any, tmp_path: Any) -> None:
    settings.HOME = tmp_path
    charts._kept.cache_clear()


@pytest.mark.slow
@pytest.mark.parametrize("picture", [MONTHS, BARS, STACKS, PAIRS], ids=["months", "bars", "stacks", "pairs"])
def test_what_is_drawn_may_stand_in_a_page(picture: Picture) -> None:
    text = charts.drawn(picture)
    assert not re.search(r"//|style=|<style|<script|\son\w+=|url\(|href|xmlns|font-family", text)
    assert "currentColor" in text
    assert not re.search(r'(fill|stroke)="(?!none|currentColor|transparent)', text)


@pytest.mark.slow
def test_it_is_one_image_named_in_the_language_of_the_page() -> None:
    root = ElementTree.fromstring(charts.drawn(MONTHS))
    assert root.get("role") == "img"
    title, description = root[0], root[1]
    assert (title.tag, title.text) == ("title", MONTHS.title)
    assert (description.tag, description.text) == ("desc", MONTHS.description)
    assert root.get("aria-labelledby") == title.get("id")
    assert root.get("aria-describedby") == description.get("id")
    assert [element for element in root.iter() if "aria-roledescription" in element.attrib] == []


@pytest.mark.slow
def test_numbers_and_months_are_written_as_the_reader_does() -> None:
    words = "".join(ElementTree.fromstring(charts.drawn(MONTHS)).itertext())
    assert "févr." in words
    assert re.search(r"\d\d\u00a0%", words)


@pytest.mark.slow
def test_as_a_file_it_says_what_it_is() -> None:
    assert charts.standalone(BARS).startswith('<svg xmlns="http://www.w3.org/2000/svg" ')


# ---------------------------------------------------------------- kept


def count_drawings(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    drawings: list[int] = []

    def draw(declaration: Any, signs: Signs) -> str:
        drawings.append(1)
        return '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><g fill="#000"/></svg>'

    monkeypatch.setattr(charts, "_draw", draw)
    monkeypatch.setattr(charts, "_declared", lambda picture: {})
    return drawings


def test_the_same_data_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    drawings = count_drawings(monkeypatch)
    assert charts.drawn(MONTHS) == charts.drawn(MONTHS)
    charts._kept.cache_clear()  # another process
    charts.drawn(MONTHS)
    assert len(drawings) == 1
    charts.drawn(BARS)
    assert len(drawings) == 2


def test_what_is_kept_is_for_the_owner_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    count_drawings(monkeypatch)
    charts.drawn(MONTHS)
    (file,) = charts.folder().iterdir()
    assert file.stat().st_mode & 0o077 == 0
    assert charts.folder().stat().st_mode & 0o077 == 0


def test_the_folder_does_not_grow_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    count_drawings(monkeypatch)
    monkeypatch.setattr(charts, "MOST_FILES", 2)
    for number in range(4):
        charts.drawn(Picture(str(number), "", FRENCH, bars=(Bar("a", number, ""),)))
    assert len(list(charts.folder().iterdir())) == 2


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(monkeypatch: pytest.MonkeyPatch) -> None:
    count_drawings(monkeypatch)
    charts.folder().write_text("not a folder")
    assert charts.drawn(MONTHS).startswith("<svg")


# ---------------------------------------------------------------- cleaned


def cleaned(inside: str, attributes: str = "") -> str:
    text = f'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="20" {attributes}>{inside}</svg>'
    return charts.cleaned(text, BARS)


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        "<style>g {}</style>",
        "<foreignObject/>",
        '<image href="https://example.org/x.png"/>',
        '<a xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="http://example.org"><g/></a>',
        '<g onclick="alert(1)"/>',
        '<g fill="url(#gradient)"/>',
        '<g class="https://example.org"/>',
        '<g style="background: url(x)"/>',
        '<g style="mix-blend-mode: multiply"/>',
        "<use/>",
    ],
)
def test_what_cannot_be_taken_out_is_refused(inside: str) -> None:
    with pytest.raises(ChartError):
        cleaned(inside)


def test_what_is_no_drawing_is_refused() -> None:
    with pytest.raises(ChartError):
        charts.cleaned("<svg", BARS)


def test_a_style_becomes_attributes() -> None:
    assert '<g fill="none" stroke-width="2" />' in cleaned('<g style="fill: none; stroke-width: 2"/>')


def test_black_becomes_the_colour_of_the_text() -> None:
    assert '<g fill="currentColor" stroke="currentColor" />' in cleaned('<g fill="#000" stroke="black"/>')


def test_size_is_left_to_the_page() -> None:
    assert 'viewBox="0 0 10 20"' in cleaned("<g/>")
    assert "width=" not in cleaned("<g/>")


# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("language", "signs"),
    [("fr", Signs(",", "\u00a0", "\u00a0%")), ("nl", Signs(",", ".", "%")), ("en", Signs(".", ",", "%"))],
)
def test_signs_are_those_of_the_language(language: str, signs: Signs) -> None:
    with translation.override(language):
        assert charts.signs() == signs


def test_the_drawing_names_no_month_when_none_has_a_value() -> None:
    assert charts.highest_and_lowest([Point("janv.", None, None)]) is None


def test_warming_is_done_once(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Any] = []

    class Thread:
        def __init__(self, *, target: Any, daemon: bool) -> None:
            self.target = target

        def start(self) -> None:
            started.append(self.target)

    monkeypatch.setattr(charts.threading, "Thread", Thread)
    charts._warming.clear()
    charts.warm()
    charts.warm()
    assert started == [charts._warm]
    assert os.path.isdir(charts.folder().parent)


@pytest.mark.slow
@pytest.mark.parametrize("values", [(0.0, 0.0103, 0.028), (0.009, 0.0091), (0.0085,), (0.94, 0.97)])
def test_no_two_marks_of_an_axis_read_the_same(values: tuple[float, ...]) -> None:
    points = tuple(Point(f"m{place}", value, None) for place, value in enumerate(values))
    root = ElementTree.fromstring(charts.drawn(Picture("Part", "Peu", FRENCH, points=points, percentage=True)))
    marks = [text for element in root.iter("text") if (text := element.text or "").endswith("%")]
    assert marks
    assert len(marks) == len(set(marks))
