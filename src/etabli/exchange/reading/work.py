"""Work sheets: who worked on which order line, how long, and what came out of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from etabli.core.calendars import Half
from etabli.exchange.reading import amounts, values
from etabli.exchange.reading.headers import names
from etabli.exchange.reading.lists import read_list
from etabli.exchange.reading.people import STAFF_NUMBER, WEAK_STAFF_NUMBER
from etabli.exchange.reading.problems import BadValue
from etabli.exchange.reading.rows import Line, LineReader, Reading
from etabli.exchange.reading.sheets import Cell, Workbook

COLUMNS = names(
    {"staff_number": WEAK_STAFF_NUMBER},
    day="date|jour|le|datum|dag|day",
    staff_number=STAFF_NUMBER,
    group="groupe|groupe de travail|équipe|groep|werkgroep|ploeg|team|group|work group",
    order="commande|n° commande|no commande|numéro de commande|bon de commande|bestelling|bestelnummer|bestelbon|order|"
    "order number|purchase order",
    position="ligne|n° ligne|poste|lijn|regel|line|position",
    slot="créneau|demi-journée|moment|dagdeel|half-day|slot",
    minutes="minutes|durée|temps|temps passé|minuten|duur|duration|time",
    good="bonnes|bons|quantité|quantité bonne|qté|goed|goede|hoeveelheid|good|quantity",
    rejected="rebuts|rebut|rejets|afkeur|afgekeurd|rejected|rejects|scrap",
    cause="cause|cause du rebut|motif|oorzaak|reden|reject cause|reason",
)
REQUIRED = ("day", "order")
MOST_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One line of a work sheet. Either `staff_number` or `group` is said. Quantities in thousandths.

    `half` None: over the half-days at which she was at work. `position` None: the only line of the order.
    """

    line: Line
    day: date
    staff_number: str
    group: str
    order: str
    position: int | None
    half: Half | None
    minutes: int
    good: int
    rejected: int
    cause: str
    unread: frozenset[str]


def read_work(workbook: Workbook) -> Reading[WorkRow]:
    """Every line of every visible sheet that has a date and an order."""
    return read_list(workbook, COLUMNS, REQUIRED, _row)


def _row(line: Line, reader: LineReader) -> WorkRow:
    return WorkRow(
        line=line,
        day=reader.read("day", values.required_day, date.max),
        staff_number=reader.read("staff_number", values.text, ""),
        group=reader.read("group", values.text, ""),
        order=reader.read("order", values.required_text, ""),
        position=reader.read("position", amounts.count, None),
        half=reader.read("slot", _half, None),
        minutes=reader.read("minutes", _minutes, 0),
        good=reader.read("good", amounts.quantity, None) or 0,
        rejected=reader.read("rejected", amounts.quantity, None) or 0,
        cause=reader.read("cause", values.text, ""),
        unread=frozenset(reader.unread),
    )


def _half(cell: Cell) -> Half | None:
    """One half-day; None for an empty cell and for a whole day."""
    if not values.text(cell):
        return None
    found = values.halves(cell)
    return found[0] if len(found) == 1 else None


def _minutes(cell: Cell) -> int:
    """Minutes of a day: `420`, `7h00`. BadValue: `not_minutes`, `too_many_minutes`."""
    try:
        return values.minutes(cell) or 0
    except BadValue as bad:
        whole = amounts.count(cell) if bad.code == "too_many_minutes" else None
        if whole is None or whole > MOST_MINUTES:
            raise bad from None
        return whole
