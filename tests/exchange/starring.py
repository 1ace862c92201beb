"""A workplace with something in every table of the star, and the star as DuckDB reads it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from etabli.core.periods import Period, day_no
from etabli.indicators.definitions import Definition
from etabli.org.models import Establishment
from etabli.people.models import Person
from etabli.production.actions import set_rhythm
from etabli.support.actions import save_training
from tests import workplace as small
from tests.billing import making
from tests.orders.selling import product
from tests.pathways.asking import recognise
from tests.pathways.leaving import agreement_of, exit_of, job, return_of
from tests.pathways.making import make_placement
from tests.production.doing import Floor, floor, output, record_output, record_work, team, work
from tests.production.lines import deliver, order_of, ordered, told, vat_of
from tests.support.planning import begin, wish

SPAN = Period(date(2025, 3, 1), date(2025, 5, 1))
RETURNED = date(2025, 9, 1)
PRIVATE = "Dominique Particulier-Fictif"
TROUBLE = 'Cartons, "grands"\net petits ; =1+1'
"""A text that a careless CSV would break."""
FORMULA = "=HYPERLINK(1)"
"""One that a spreadsheet would run."""
KINDS = {"string": "VARCHAR", "integer": "BIGINT"}


@dataclass
class Shop:
    where: Floor
    people: list[Person]


def shop() -> Shop:
    """Two months of a small workshop: attendance, work with and without people, lines delivered late, an invoice."""
    where = floor(target_days={2025: 21000})
    people = team(where, "1", "2", "3")
    for person in people:
        small.type_days(where.place, person, small.days_of(SPAN))
    small.type_days(where.place, people[0], date(2025, 3, 17), "MAL")
    set_rhythm(establishment=where.place, person=people[0], starts_on=SPAN.start, share=8_000, by=None, at=small.AT)
    folding = product(where.place, vat_of(where.place), name=FORMULA)
    company = ordered(where.laundry, where.place, text=TROUBLE, product=folding)
    private = making.client(where.place, "DOM", kind="individual", name=PRIVATE)
    hers = ordered(where.laundry, where.place, order=order_of(where.place, client=private), text=f"Pour {PRIVATE}")
    for day in (date(2025, 3, 11), date(2025, 4, 1)):
        record_work(where, *(work(where, person, (company.task, 120), where.packing, day=day) for person in people))
        record_work(where, work(where, people[0], (hers.task, 45), day=day, half=1))
        record_output(where, output(where, 301, 7, of=company.task, day=day), output(where, 40, day=date(2025, 4, 2)))
    deliver(company.line, 500, date(2025, 3, 13))
    deliver(company.line, 500, date(2025, 3, 20), number="L2")
    making.seller(where.place)
    invoice = making.sold(where.place, {}, {"unit_price": 185, "price_base": 100})
    told(*[line.order_line for line in invoice.lines.select_related("order_line__establishment")])
    making.credited(invoice)
    _ways(where.place, people)
    return Shop(where, people)


def _ways(place: Establishment, people: list[Person]) -> None:
    """A work trial, a job with its support agreement, a leaving and the coming back, a recognition, a will, a training."""
    make_placement(place, people[0], "pmsmp")
    agreement_of(place, people[1], job(place, people[1]))
    return_of(exit_of(people[2]), RETURNED, by_right=False)
    recognise(place, people[0])
    wish(begin(place, people[0]), date(2025, 3, 10))
    save_training(
        establishment=place,
        person=people[0],
        title="Lire un plan",
        starts_on=date(2025, 3, 12),
        minutes=840,
        by=None,
        at=small.AT,
    )


def read(folder: Path, form: str) -> duckdb.DuckDBPyConnection:
    """A DuckDB with every table of an export, from its Parquet or from its CSV, as the descriptor says to read them."""
    database = duckdb.connect(":memory:")
    document = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    for resource in document["resources"]:
        kinds = {field["name"]: KINDS[field["type"]] for field in resource["schema"]["fields"]}
        texts = [field["name"] for field in resource["schema"]["fields"] if not field["missingValues"]]
        paths = [resource["path"]] if isinstance(resource["path"], str) else resource["path"]
        names = [str(folder / path) for path in (resource["parquet"] if form == "parquet" else paths)]
        options = f", header = true, columns = {kinds}, force_not_null = {texts}" if form == "csv" else ""
        # Read one by one: of several CSV files at once, DuckDB takes an empty text for none whatever it is told.
        parts = " UNION ALL ".join(f"SELECT * FROM read_{form}('{name}'{options})" for name in names)
        database.execute(f"CREATE TABLE {resource['name']} AS {parts}")
    return database


def counted(database: duckdb.DuckDBPyConnection, definition: Definition, period: Period) -> tuple[float, float]:
    """Numerator and denominator of a figure, by the text that the export itself holds."""
    assert period.end is not None
    text, scope = (
        database.execute("SELECT sql FROM indicator WHERE code = ?", [definition.code]).fetchall()[0][0],
        database.execute("SELECT scope_id FROM scope").fetchall()[0][0],
    )
    for name, value in {"scope": f"'{scope}'", "from_day": day_no(period.start), "to_day": day_no(period.end)}.items():
        text = text.replace(f":{name}", str(value))
    num, den = database.execute(f"SELECT SUM(num), SUM(den) FROM ({text})").fetchall()[0]
    return float(num or 0), float(den or 0)
