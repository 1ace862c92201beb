"""Every computed field of a form for a nation of establishments: how long beside one raw scan of the columns it reads?

The facts are made in DuckDB by arithmetic: no workplace, no person. Needs DuckDB, which comes with the test environment.
"""

from __future__ import annotations

import time
from argparse import ArgumentParser, Namespace
from datetime import date
from importlib.util import find_spec
from typing import Any

from rich.console import Console
from rich.table import Table

from etabli.surveys.computed import bounds
from etabli.surveys.questionnaire import bound, questionnaires

YEAR = 2025
SCOPE = "nation:FR"
FIRST, LAST = (date(YEAR, 1, 1) - date(1970, 1, 1)).days, (date(YEAR + 1, 1, 1) - date(1970, 1, 1)).days
PEOPLE = "(SELECT e.range AS establishment, e.range * 1000 + p.range AS subject, p.range AS n, hash(e.range * 1000 + p.range)"
PEOPLE += " AS h FROM range($places) AS e, range($people) AS p) AS p"
"""Every person, with a number and a hash to draw from."""
OPEN_END = 9_999_999
FACTS = {
    "scope": "SELECT range AS establishment, $scope AS scope_id, 'ESAT' AS kind FROM range($places)",
    "calendar": "SELECT e.range AS establishment, d.range AS day_no, CAST((d.range + 3) % 7 AS BIGINT) AS weekday,"
    " CASE WHEN d.range % 33 = 0 THEN 1 ELSE 0 END AS holiday, 0 AS worked_holiday, 80 AS places"
    " FROM range($places) AS e, range($first, $last) AS d",
    "engagement": "SELECT p.establishment AS establishment, p.subject AS subject, 'accompaniment' AS kind,"
    " p.subject AS engagement, $first - p.h % 9000 AS from_day, $first - p.h % 9000 AS contract_from_day,"
    f" CASE WHEN p.n % 20 = 0 THEN $first + p.h % 365 ELSE {OPEN_END} END AS to_day,"
    f" CASE WHEN p.n % 20 = 0 THEN $first + p.h % 365 ELSE {OPEN_END} END AS contract_to_day,"
    f" CASE WHEN p.n % 4 = 0 THEN 5000 ELSE 10000 END AS fraction FROM {PEOPLE}",
    "person_profile": "SELECT p.establishment AS establishment, p.subject AS subject, $first - 7000 - p.h % 15000 AS birth_day,"
    " $first - p.h % 9000 AS entry_day, CAST(p.h % 3 AS INTEGER) - 1 AS had_ordinary_job,"
    " CAST(p.h % 3 AS INTEGER) - 1 AS first_protected, CAST(p.h % 3 AS INTEGER) - 1 AS temporary,"
    " CAST(p.h % 3 AS INTEGER) - 1 AS driving_licence, CAST(p.h % 3 AS INTEGER) - 1 AS highway_code,"
    " CAST(p.h % 3 AS INTEGER) - 1 AS mobility_card, CAST(p.h % 3 AS INTEGER) - 1 AS transport, 'F' AS sex,"
    f" $first AS orientation_day FROM {PEOPLE}",
    "person_half_day": "SELECT p.establishment AS establishment, p.subject AS subject, 'accompaniment' AS kind,"
    " CASE WHEN (p.n + d.range) % 25 = 0 THEN 'SOU' ELSE 'PRE' END AS code, d.range AS day_no,"
    " 1 AS typed, 1 AS ars, 210 AS minutes"
    f" FROM {PEOPLE}, range($first, $last) AS d, range(2) AS h WHERE (d.range + 3) % 7 < 5",
    "work": "SELECT p.establishment AS establishment, p.subject AS subject, d.range AS day_no, p.n % 10 AS task"
    f" FROM {PEOPLE}, range($first, $last) AS d WHERE (d.range + 3) % 7 < 5",
    "task": "SELECT e.range AS establishment, t.range AS task, CASE WHEN t.range < 2 THEN 1 ELSE 0 END AS outside,"
    " CASE WHEN t.range = 2 THEN 1 ELSE 0 END AS customer_contact FROM range($places) AS e, range(10) AS t",
    "placement": "SELECT p.establishment AS establishment, p.subject AS subject,"
    " CASE p.n % 4 WHEN 0 THEN 'pmsmp' WHEN 1 THEN 'mad_individual' WHEN 2 THEN 'mispe' ELSE 'dual_activity' END AS device,"
    " 'mdph' AS prescriber, 'private' AS host_kind, $first + p.h % 300 AS from_day, $first + p.h % 300 + 30 AS to_day,"
    f" '' AS contract FROM {PEOPLE} WHERE p.n % 3 = 0",
    "exit": "SELECT p.establishment AS establishment, p.subject AS subject, $first + p.h % 365 AS exit_day,"
    " CASE WHEN p.n % 40 = 0 THEN 'private' ELSE 'retirement' END AS destination,"
    " CASE WHEN p.n % 40 = 0 THEN 1 ELSE 0 END AS ordinary, CASE WHEN p.n % 40 = 0 THEN 'cdi' ELSE '' END AS contract"
    f" FROM {PEOPLE} WHERE p.n % 20 = 0",
    "return_to_esat": "SELECT p.establishment AS establishment, p.subject AS subject, $first + p.h % 365 AS return_day,"
    f" 0 AS elsewhere, CAST(NULL AS BIGINT) AS exit_day FROM {PEOPLE} WHERE p.n = 7",
    "recognition": "SELECT p.establishment AS establishment, p.subject AS subject, 'rae' AS kind,"
    f" $first + p.h % 365 AS validated_day FROM {PEOPLE} WHERE p.n % 15 = 0",
    "training": "SELECT p.establishment AS establishment, p.subject AS subject, $first + p.h % 300 AS from_day,"
    " $first + p.h % 300 + 5 AS to_day, CASE WHEN p.n % 2 = 0 THEN 'opco' ELSE 'establishment' END AS funding,"
    f" 'staff' AS given_by, 0 AS self_determination FROM {PEOPLE} WHERE p.n % 5 = 0",
    "support_agreement": "SELECT p.establishment AS establishment, p.subject AS subject, $first + p.h % 365 AS signed_day,"
    f" $first + p.h % 365 AS from_day, $first + p.h % 365 + 365 AS to_day FROM {PEOPLE} WHERE p.n % 40 = 0",
    "ordinary_work_will": "SELECT p.establishment AS establishment, p.subject AS subject, $first - p.h % 900 AS from_day,"
    f" {OPEN_END} AS to_day, CAST(NULL AS BIGINT) AS seeker_day FROM {PEOPLE} WHERE p.n % 10 = 0",
    "billed_line": "SELECT e.range AS establishment, $first + l.range % 365 AS issued_day, 'invoice' AS kind,"
    " CASE WHEN l.range % 3 = 0 THEN 'goods' ELSE 'services' END AS supply, 'on_site' AS nature,"
    " 10000 + l.range AS amount, l.range % 2 AS public_client FROM range($places) AS e, range(600) AS l",
}
"""How each fact table is made: the columns that the texts read, and no other."""


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--establishments", type=int, default=1500, help="establishments (1,500)")
    parser.add_argument("--people", type=int, default=80, help="persons in each (80)")
    parser.add_argument("--form", default="esat_2025", choices=sorted(questionnaires()), help="the form (esat_2025)")
    parser.add_argument("--times", type=int, default=3, help="runs of each measurement (3)")
    parser.add_argument("--threads", type=int, default=1, help="threads of DuckDB (1)")
    options = parser.parse_args()
    if find_spec("duckdb") is None:
        Console().print("DuckDB is not installed here: nothing is measured. It comes with `make test-setup`.")
        return
    run(options)


def run(options: Namespace) -> None:
    duck = made(options)
    form, console = questionnaires()[options.form], Console(highlight=False)
    values = {**bounds(SCOPE, YEAR)}
    table = Table(title=f"{form.code}: {options.establishments:,} establishments of {options.people} persons")
    for name in ("Group", "fields", "seconds", "raw scan", "ratio"):
        table.add_column(name, justify="left" if name == "Group" else "right")
    spent = scanned = 0.0
    for group, text in form.groups.items():
        fields = sum(field.group == group for field in form.fields.values())
        own, raw = (
            measured(duck, summed(text), values, options.times),
            measured(duck, scan(duck, text), {}, options.times),
        )
        spent, scanned = spent + own, scanned + raw
        table.add_row(group, str(fields), f"{own:.3f}", f"{raw:.3f}", f"{own / raw:.1f}")
    everything = measured(duck, scan(duck, " ".join(form.groups.values())), {}, options.times)
    table.add_row("all, a scan for each", "", f"{spent:.3f}", f"{scanned:.3f}", f"{spent / scanned:.1f}")
    table.add_row("all, one scan in all", "", f"{spent:.3f}", f"{everything:.3f}", f"{spent / everything:.1f}")
    console.print(table)


def made(options: Namespace) -> Any:
    """A DuckDB with the facts of the year in it."""
    import duckdb

    duck = duckdb.connect(":memory:")
    duck.execute(f"SET threads = {options.threads}")
    known = {
        "places": options.establishments,
        "people": options.people,
        "first": FIRST,
        "last": LAST,
        "scope": SCOPE,
    }
    for name, text in FACTS.items():
        used = {key: value for key, value in known.items() if f"${key}" in text}
        duck.execute(f"CREATE TABLE {name} AS {text}", used)
    return duck


def summed(text: str) -> str:
    """The value of each field of each establishment, as the survey of a nation would ask for them."""
    rows = f"({bound(text, '${}')}) AS k"
    keys = "k.establishment, k.field, k.excluded"
    return f"SELECT {keys}, COUNT(*), SUM(k.num), SUM(k.den) FROM {rows} GROUP BY {keys}"


def scan(duck: Any, text: str) -> str:
    """The largest value of every column of the tables a text reads, in one pass: what no engine does without."""
    parts = []
    for name in FACTS:
        if name != "scope" and f" {name} AS " in text:
            columns = [row[0] for row in duck.execute(f"DESCRIBE {name}").fetchall()]
            parts.append(f"(SELECT ({', '.join(f'MAX({column})' for column in columns)}) FROM {name})")
    return f"SELECT {', '.join(parts)}"


def measured(duck: Any, text: str, values: dict[str, Any], times: int) -> float:
    """The shortest of several runs, seconds; all rows are fetched."""
    used = {key: value for key, value in values.items() if f"${key}" in text}
    found = []
    for _ in range(times):
        begun = time.perf_counter()
        duck.execute(text, used).fetchall()
        found.append(time.perf_counter() - begun)
    return min(found)


if __name__ == "__main__":
    main()
