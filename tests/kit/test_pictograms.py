"""Pictograms: each that the package names was drawn by the build, reaches for nothing outside, and is shown with its owner."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from django.template import Context, Template
from django.template.loader import render_to_string

import etabli.kit
from etabli.kit.pictograms import WORDS, address, names

FOLDER = Path(etabli.kit.__file__).parent / "static" / "dist" / "pictograms"


def test_every_name_has_its_drawing_and_its_licence_stands_beside_them() -> None:
    assert {path.stem for path in FOLDER.glob("*.svg")} == set(names())
    assert "CC BY-SA 4.0" in (FOLDER / "licence.txt").read_text()


def test_what_each_shows_is_said_once() -> None:
    assert set(WORDS) == set(names())
    assert len({str(word) for word in WORDS.values()}) == len(WORDS)


def test_a_drawing_reaches_for_nothing_outside_itself() -> None:
    outside = []
    for path in FOLDER.glob("*.svg"):
        for element in ElementTree.parse(path).iter():
            for name, value in element.attrib.items():
                local = name.rpartition("}")[2]
                if local.startswith("on") or (local == "href" and not value.startswith("#")):
                    outside.append((path.name, name, value))
    assert outside == []


def test_a_name_that_there_is_not_shows_nothing() -> None:
    tag = Template("{% load pictograms %}{% pictogram name %}")
    assert tag.render(Context({"name": "no-such-drawing"})) == "" and address("no-such-drawing") == ""
    shown = tag.render(Context({"name": "star"}))
    assert "dist/pictograms/star" in shown and 'alt=""' in shown


def test_whose_they_are_is_said_with_the_licence() -> None:
    text = render_to_string("components/pictogram_credit.html")
    assert "OpenMoji" in text and "CC BY-SA 4.0" in text
