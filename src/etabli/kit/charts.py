"""Charts: what is to be drawn, drawn to SVG on the server, cleaned, kept by the hash of its data.

A picture is declared in Vega-Altair and drawn by vl-convert, in one converter a process: its first drawing takes most of a
second, so `warm` begins it in a thread. The SVG goes into the page as it is: `cleaned` takes out every address, style and
English word, and refuses what it cannot take out. One SVG serves both themes: all is drawn in `currentColor`.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import floor
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from etabli.kit import localised
from etabli.kit.levels import Seen as Seen
from etabli.kit.levels import levels_over_time

EDITION = 4
"""Part of every hash: raise it when the drawing changes, and no old file is shown again."""
MOST_FILES = 2000
WIDTH, MONTHS_HEIGHT, ROW_HEIGHT, TEXT = 400, 200, 32, 15
SVG = "http://www.w3.org/2000/svg"
_ELEMENTS = frozenset({"svg", "g", "path", "rect", "line", "text", "tspan", "circle"})
_ATTRIBUTES = frozenset(
    "class clip-path cx cy d display dominant-baseline dx dy fill fill-opacity font-size font-weight height opacity"
    " pointer-events r rx ry stroke stroke-dasharray stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity"
    " stroke-width text-anchor transform viewBox width x x1 x2 y y1 y2".split()
)
_DROPPED = frozenset({"role", "version", "font-family", "aria-hidden", "aria-label", "aria-roledescription"})
"""Vega speaks English here; the picture has one name and one description, and its table says the rest."""
_INKS = frozenset({"black", "#000", "#000000"})
_LOCK = threading.Lock()
_warming = threading.Event()


class ChartError(Exception):
    """What was drawn holds something that may not stand in a page. The page then shows the table alone."""


@dataclass(frozen=True)
class Point:
    """One month: its value and that of the months so far; None where undefined."""

    label: str
    value: float | None
    so_far: float | None


@dataclass(frozen=True)
class Bar:
    label: str
    value: float
    text: str


@dataclass(frozen=True)
class Stack:
    """What is taken of a whole, what is over it and what is free: of the last two, one is 0."""

    label: str
    taken: float
    over: float = 0
    free: float = 0


@dataclass(frozen=True)
class Pair:
    """Two values side by side."""

    label: str
    first: float
    second: float


@dataclass(frozen=True)
class Signs:
    """How the reader writes numbers: decimal sign, thousands sign, what follows a percentage."""

    decimal: str
    thousands: str
    percent: str


@dataclass(frozen=True)
class Picture:
    """All that is seen, in the reader's language: the same picture is drawn once. Of one kind: points, bars, stacks, pairs
    or levels over time.

    `highest`: the highest rank of the scale that levels stand on.
    """

    title: str
    description: str
    signs: Signs
    points: tuple[Point, ...] = ()
    bars: tuple[Bar, ...] = ()
    stacks: tuple[Stack, ...] = ()
    pairs: tuple[Pair, ...] = ()
    target: float | None = None
    percentage: bool = False
    levels: tuple[Seen, ...] = ()
    highest: int = 0

    @property
    def key(self) -> str:
        return hashlib.sha256(f"{EDITION} {self!r}".encode()).hexdigest()[:32]


def signs() -> Signs:
    """How numbers are written in the present language, read from how we write them ourselves."""
    thousand, half = localised.number(1000), localised.number(0.5, 1)
    return Signs(half[1:2], thousand[1:2], localised.ratio(0, 0)[1:])


def answer(request: HttpRequest, picture: Picture) -> HttpResponse:
    """A drawing: a fragment for htmx, else a file of its own."""
    try:
        if not getattr(request, "htmx", False):
            return HttpResponse(standalone(picture), content_type="image/svg+xml")
        # Cleaned by `cleaned`, which lets nothing through that could act.
        context = {"svg": mark_safe(drawn(picture))}
    except ChartError:
        context = {"svg": ""}
    return render(request, "components/drawing.html", context)


def drawn(picture: Picture) -> str:
    """The SVG of a picture, to stand in a page. ChartError when it may not."""
    return _kept(picture)


def standalone(picture: Picture) -> str:
    """The same as a file of its own, or in a PDF."""
    return drawn(picture).replace("<svg ", f'<svg xmlns="{SVG}" ', 1)


@lru_cache(maxsize=256)
def _kept(picture: Picture) -> str:
    """From the memory of this process, else from the folder that processes share, else drawn."""
    file = folder() / f"{picture.key}.svg"
    try:
        return file.read_text(encoding="utf-8")
    except OSError:
        text = cleaned(_draw(_declared(picture), picture.signs), picture)
        _keep(file, text)
        return text


def folder() -> Path:
    return Path(settings.HOME) / "charts"


def _keep(file: Path, text: str) -> None:
    """A full disk or a folder that cannot be written costs a drawing the next time, nothing else."""
    try:
        file.parent.mkdir(mode=0o700, exist_ok=True)
        old = sorted(file.parent.glob("*.svg"), key=lambda path: path.stat().st_mtime)
        for path in old[: max(0, len(old) - MOST_FILES + 1)]:
            path.unlink(missing_ok=True)
        descriptor, name = tempfile.mkstemp(dir=file.parent)
        with os.fdopen(descriptor, "w", encoding="utf-8") as new:
            new.write(text)
        os.replace(name, file)
    except OSError:
        return


# ---------------------------------------------------------------- drawing


def warm() -> None:
    """Load the converter in a thread, once a process: a page calls it, and its charts come later."""
    if not _warming.is_set():
        _warming.set()
        threading.Thread(target=_warm, daemon=True).start()


def _warm() -> None:
    plain = Picture(title="", description="", signs=Signs(".", ",", "%"), bars=(Bar("", 1, ""),))
    _draw(_declared(plain), plain.signs)


def _draw(declaration: dict[str, Any], signs: Signs) -> str:
    # Half a second and 150 MB that most processes never need.
    import vl_convert  # noqa: PLC0415

    locale = {
        "decimal": signs.decimal,
        "thousands": signs.thousands,
        "percent": signs.percent,
        "grouping": [3],
        "currency": ["", ""],
    }
    with _LOCK:
        text: str = vl_convert.vegalite_to_svg(declaration, allowed_base_urls=[], format_locale=locale)
    return text


def _declared(picture: Picture) -> dict[str, Any]:
    """The picture as Vega-Lite, through Altair, which checks it."""
    import altair  # noqa: PLC0415

    chart = _chart_of(altair, picture)
    axis = {
        "labelColor": "currentColor",
        "labelFontSize": TEXT,
        "domainColor": "currentColor",
        "tickColor": "currentColor",
        "gridColor": "currentColor",
        "gridOpacity": 0.18,
        "domainOpacity": 0.5,
        "tickOpacity": 0.5,
    }
    configured = (
        chart.configure(background="transparent", padding={"left": 16, "right": 16, "top": 6, "bottom": 4})
        .configure_axis(**axis)
        .configure_view(stroke=None)
    )
    declaration: dict[str, Any] = configured.to_dict()
    return declaration


def _chart_of(altair: Any, picture: Picture) -> Any:
    if picture.levels:
        return levels_over_time(altair, picture.levels, picture.highest, WIDTH, MONTHS_HEIGHT)
    if picture.points:
        return _months(altair, picture)
    if picture.stacks:
        return _stacks(altair, picture)
    return _pairs(altair, picture) if picture.pairs else _bars(altair, picture)


def _marks(picture: Picture) -> tuple[dict[str, Any], dict[str, Any]]:
    """How the marks of the axis are written and the scale they stand on: no two read the same, even within two points."""
    if not picture.percentage:
        return {"format": ",.0f", "tickMinStep": 1}, {"nice": True}
    values = [v for point in picture.points for v in (point.value, point.so_far, picture.target) if v is not None]
    if not values or max(values) - min(values) >= 0.02:
        return {"format": ".0%", "tickMinStep": 0.01}, {"nice": True}
    whole = [floor(value * 100) / 100 for value in (min(values), max(values))]
    return {"format": ".1%", "tickMinStep": 0.001}, {"domain": [whole[0], whole[1] + 0.01]}


def _months(altair: Any, picture: Picture) -> Any:
    labels = [point.label for point in picture.points]
    rows = [
        {"month": point.label, "value": point.value, "so_far": point.so_far, "target": picture.target}
        for point in picture.points
    ]
    marks, scale = _marks(picture)
    x = altair.X("month:N", sort=labels, title=None, axis=altair.Axis(labelAngle=0, labelOverlap="greedy", grid=False))

    def y(field: str) -> Any:
        axis = altair.Axis(tickCount=5, **marks)
        return altair.Y(f"{field}:Q", title=None, scale=altair.Scale(zero=False, **scale), axis=axis)

    base = altair.Chart(altair.Data(values=rows)).encode(x=x)
    layers = [
        base.mark_line(color="currentColor", strokeWidth=1.25, strokeOpacity=0.55).encode(y=y("value")),
        base.mark_line(color="currentColor", strokeWidth=3).encode(y=y("so_far")),
        base.mark_point(color="currentColor", fill="currentColor", size=55).encode(y=y("value")),
    ]
    if picture.target is not None:
        rule = altair.Chart(altair.Data(values=[{"target": picture.target}]))
        layers.append(rule.mark_rule(color="currentColor", strokeDash=[6, 4], strokeWidth=1.75).encode(y=y("target")))
    return altair.layer(*layers).properties(width=WIDTH, height=MONTHS_HEIGHT)


def _bars(altair: Any, picture: Picture) -> Any:
    rows = [{"label": bar.label, "value": bar.value, "text": bar.text} for bar in picture.bars]
    order = [bar.label for bar in picture.bars]
    highest = max((bar.value for bar in picture.bars), default=0) or 1
    base = altair.Chart(altair.Data(values=rows)).encode(
        y=altair.Y("label:N", sort=order, title=None, axis=altair.Axis(ticks=False, domain=False, labelLimit=200)),
        # Room for the number after the longest bar.
        x=altair.X("value:Q", axis=None, scale=altair.Scale(domain=[0, highest * 1.5])),
    )
    bars = base.mark_bar(fill="currentColor", fillOpacity=0.3, stroke="currentColor", height={"band": 0.68})
    texts = base.mark_text(align="left", dx=6, color="currentColor", fontSize=TEXT).encode(text="text:N")
    return altair.layer(bars, texts).properties(width=WIDTH - 130, height=ROW_HEIGHT * max(1, len(rows)))


def _labels(altair: Any, order: Sequence[str]) -> Any:
    axis = altair.Axis(labelAngle=0, labelOverlap="greedy", grid=False)
    return altair.X("label:N", sort=list(order), title=None, axis=axis)


def _stacks(altair: Any, picture: Picture) -> Any:
    """Told apart by how they are filled, and by a sign: taken light, over dense under a triangle, free an empty dashed frame."""
    rows: list[dict[str, Any]] = [
        {"label": row.label, "taken": row.taken, "over": row.taken + row.over, "free": row.taken + row.free}
        for row in picture.stacks
    ]
    x = _labels(altair, [row.label for row in picture.stacks])
    y_axis = altair.Axis(format=",.0f", tickCount=5)
    line = {"color": "currentColor", "stroke": "currentColor", "width": {"band": 0.7}}

    def bars(high: str, low: str | None, rows: list[dict[str, Any]], **looks: Any) -> Any:
        y2 = altair.Y2(low) if low else altair.Y2Datum(0)
        base = altair.Chart(altair.Data(values=rows)).mark_bar(**line, **looks)
        return base.encode(x=x, y=altair.Y(f"{high}:Q", title=None, axis=y_axis), y2=y2)

    over = [row for row in rows if row["over"] > row["taken"]]
    free = [row for row in rows if row["free"] > row["taken"]]
    layers = [bars("taken", None, rows, fillOpacity=0.3)]
    if free:
        layers.append(bars("free", "taken", free, fillOpacity=0, strokeDash=[4, 3]))
    if over:
        layers.append(bars("over", "taken", over, fillOpacity=0.85))
        signs_ = altair.Chart(altair.Data(values=over)).mark_text(text="▲", dy=-9, color="currentColor", fontSize=TEXT)
        layers.append(signs_.encode(x=x, y="over:Q"))
    return altair.layer(*layers).properties(width=WIDTH, height=MONTHS_HEIGHT)


def _pairs(altair: Any, picture: Picture) -> Any:
    """The first of a pair light, the second dense."""
    x = _labels(altair, [row.label for row in picture.pairs])
    y_axis = altair.Axis(format=",.0f", tickCount=5)

    def bars(name: str, offset: int, **looks: Any) -> Any:
        rows = [{"label": row.label, "value": getattr(row, name), "side": offset} for row in picture.pairs]
        base = altair.Chart(altair.Data(values=rows)).mark_bar(color="currentColor", stroke="currentColor", **looks)
        side = altair.XOffset("side:N", sort=[0, 1], scale=altair.Scale(paddingInner=0.1))
        return base.encode(x=x, xOffset=side, y=altair.Y("value:Q", title=None, axis=y_axis))

    layers = [bars("first", 0, fillOpacity=0.25), bars("second", 1, fillOpacity=0.85)]
    return altair.layer(*layers).properties(width=WIDTH, height=MONTHS_HEIGHT)


# ---------------------------------------------------------------- cleaning


def cleaned(text: str, picture: Picture) -> str:
    """An SVG that may stand in a page: no address, no style, no script, no words but ours.

    ChartError names what is left that may not be there.
    """
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise ChartError(str(error)) from error
    for element in root.iter():
        element.tag = element.tag.removeprefix(f"{{{SVG}}}") if isinstance(element.tag, str) else "?"
        if element.tag not in _ELEMENTS:
            raise ChartError(f"the element {element.tag}")
        _clean_attributes(element)
    _name(root, picture)
    return ElementTree.tostring(root, encoding="unicode")


def _clean_attributes(element: ElementTree.Element) -> None:
    style = element.attrib.pop("style", "")
    for declaration in filter(None, (part.strip() for part in style.split(";"))):
        # What a style says and an attribute cannot is refused below, by its name.
        name, _, value = declaration.partition(":")
        element.attrib.setdefault(name.strip(), value.strip())
    for name in list(element.attrib):
        value = element.attrib[name]
        if name in _DROPPED:
            del element.attrib[name]
        elif name not in _ATTRIBUTES or "//" in value or "url(" in value or ":" in value:
            raise ChartError(f"the attribute {name}={value[:80]}")
        elif name in ("fill", "stroke") and value in _INKS:
            element.attrib[name] = "currentColor"


def _name(root: ElementTree.Element, picture: Picture) -> None:
    """One image with a name and a description, in the language of the page."""
    width, height = root.attrib.pop("width"), root.attrib.pop("height")
    root.attrib.setdefault("viewBox", f"0 0 {width} {height}")
    names = {"title": picture.title, "desc": picture.description}
    root.set("role", "img")
    root.set("aria-labelledby", f"{picture.key}-title")
    root.set("aria-describedby", f"{picture.key}-desc")
    for position, (tag, words) in enumerate(names.items()):
        element = ElementTree.Element(tag, id=f"{picture.key}-{tag}")
        element.text = words
        root.insert(position, element)


def highest_and_lowest(points: Sequence[Point]) -> tuple[Point, Point] | None:
    """For the description: the months with the highest and the lowest value."""
    known = [point for point in points if point.value is not None]
    if not known:
        return None
    by_value = sorted(known, key=lambda point: point.value or 0)
    return by_value[-1], by_value[0]
