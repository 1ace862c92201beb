"""The tables of the star: those of `core.facts`, and the dimensions around them.

A table is a dataclass whose docstrings are the meaning of its columns: descriptor and documentation are made from them.
"""

from __future__ import annotations

import ast
import inspect
from dataclasses import dataclass, fields
from functools import cache
from textwrap import dedent
from typing import Any, get_type_hints

from etabli.core import facts, facts_support

# ---------------------------------------------------------------- what the dimensions and the export add


@dataclass(frozen=True, slots=True)
class Establishment:
    """The establishment of the export."""

    name: str
    """Name."""
    kind: str
    """Kind of establishment: `ESAT`, `EA`, `AI`, `maatwerkbedrijf`…"""
    country: str
    """`FR` or `BE`."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What the definitions of the figures are asked over: here the establishment alone."""

    scope_id: str
    """Name of the scope."""
    kind: str
    """Kind of establishment: a figure counts those that have it."""


@dataclass(frozen=True, slots=True)
class Person:
    """A person, told by a key that is the same in every export of this establishment and leads back to nobody outside."""

    subject: int
    """Key of the person."""
    workshop: int | None
    """Key of the workshop in which she is registered; None for none."""


@dataclass(frozen=True, slots=True)
class NamedPerson(Person):
    """A person, by name: only in an export that is asked to name, which the log of reads keeps."""

    staff_number: str
    """Staff number."""
    last_name: str
    """Last name."""
    first_name: str
    """First name."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """A workshop."""

    workshop: int
    """Key of the workshop."""
    code: str
    """Code."""
    name: str
    """Name."""


@dataclass(frozen=True, slots=True)
class Activity:
    """What time and output are written down on: a recurring activity, or an order line made in a workshop."""

    task: int
    """Key of the activity."""
    code: str
    """Code; of an order line its reference."""
    name: str
    """Name; empty for what a private individual ordered, unless the export names."""
    unit: str
    """What its output is counted in."""
    workshop: int
    """Key of the workshop."""
    order_line: int | None
    """Key of the order line; None for a recurring activity."""


@dataclass(frozen=True, slots=True)
class Product:
    """A product or a service of the catalogue."""

    product: int
    """Key of the product."""
    code: str
    """Code."""
    name: str
    """Name."""
    unit: str
    """`piece`, `thousand`, `kilogram`, `hour`, `visit` or `worker_month`."""
    nature: str
    """`on_site`, `off_site` or `secondment`."""
    supply: str
    """`goods` or `services`."""
    trade: str
    """Trade, as the establishment names it."""
    workshop: int | None
    """Key of the workshop that usually makes it."""


@dataclass(frozen=True, slots=True)
class Client:
    """A client."""

    client: int
    """Key of the client."""
    code: str
    """Code; empty for a private individual, unless the export names."""
    name: str
    """Name; empty for a private individual, unless the export names."""
    kind: str
    """`company`, `local_authority`, `association` or `individual`."""
    regime: str
    """Where it declares its obligation to employ: `agefiph`, `fiphfp` or `none`."""
    country: str
    """Country, two letters."""


@dataclass(frozen=True, slots=True)
class CountedHalfDay(facts.PersonHalfDay):
    """One half-day of one person in one establishment, as counted."""

    subject: int
    """Key of the person."""


@dataclass(frozen=True, slots=True)
class SaleLine(facts.OrderLine):
    """One line of an order, as ordered and as delivered so far, with its product and its amount."""

    reference: str
    """Reference of the line: `C2026-0001/1`."""
    product: int | None
    """Key of the product; None for a line outside the catalogue."""
    unit: str
    """`piece`, `thousand`, `kilogram`, `hour`, `visit` or `worker_month`."""
    amount: int
    """Amount of the quantity ordered, without VAT."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure and its definition: the text counts on these tables as it does in Établi."""

    code: str
    """Code."""
    version: int
    """Raised whenever its result changes."""
    framework: str
    """Whose figure it is."""
    unit: str
    """Its unit; with a stroke, that of its numerator and of its denominator."""
    basis: str
    """What of a period it reads: `days`, whole `months`, or its `last_day`."""
    additive: int
    """1 when the sums of months add up to that of the period."""
    label_fr: str
    """Name in French."""
    label_nl: str
    """Name in Dutch."""
    label_en: str
    """Name in English."""
    formula_fr: str
    """Formula in French."""
    formula_nl: str
    """Formula in Dutch."""
    formula_en: str
    """Formula in English."""
    source_fr: str
    """Source in French."""
    source_nl: str
    """Source in Dutch."""
    source_en: str
    """Source in English."""
    sql: str
    """The definition: it lists contributions, whose `num` and `den` are summed."""


# ---------------------------------------------------------------- the tables


@dataclass(frozen=True)
class Table:
    """`key`: columns that tell a row from another, besides the establishment; rows are sorted by them.

    `monthly`: one folder a month. `links`: column to the table that it is the key of.
    """

    name: str
    schema: type
    key: tuple[str, ...]
    links: tuple[tuple[str, str], ...] = ()
    monthly: bool = False


TABLES = (
    Table(
        "person_half_day",
        CountedHalfDay,
        ("day_no", "half", "subject"),
        (("subject", "person"), ("day_no", "calendar")),
        monthly=True,
    ),
    Table(
        "work",
        facts.Work,
        ("day_no", "half", "task", "subject"),
        (
            ("subject", "person"),
            ("day_no", "calendar"),
            ("task", "activity"),
            ("workshop", "workshop"),
            ("order_line", "order_line"),
        ),
        monthly=True,
    ),
    Table("engagement", facts.Engagement, ("engagement", "from_day"), (("subject", "person"),)),
    Table(
        "order_line",
        SaleLine,
        ("order_line",),
        (("client", "client"), ("workshop", "workshop"), ("product", "product")),
    ),
    Table("invoice_line", facts.InvoiceLine, ("invoice_line",), (("client", "client"), ("order_line", "order_line"))),
    Table("delivered_day", facts.DeliveredDay, ("order_line", "day_no"), (("order_line", "order_line"),)),
    Table("rhythm", facts.Rhythm, ("subject", "from_day"), (("subject", "person"),)),
    Table(
        "load_demand",
        facts.LoadDemand,
        ("order_line", "day_no"),
        (("order_line", "order_line"), ("workshop", "workshop")),
    ),
    Table(
        "workshop_member",
        facts.WorkshopMember,
        ("subject", "from_day"),
        (("subject", "person"), ("workshop", "workshop")),
    ),
    Table("billed_line", facts.BilledLine, ("invoice_line",), (("invoice_line", "invoice_line"),)),
    Table("task", facts.Task, ("task",), (("task", "activity"), ("workshop", "workshop"))),
    Table("placement", facts.Placement, ("placement",), (("subject", "person"),)),
    Table("support_agreement", facts.SupportAgreement, ("agreement",), (("subject", "person"),)),
    Table("exit", facts.Exit, ("engagement",), (("subject", "person"),)),
    Table("return_to_esat", facts.ReturnToEsat, ("return_key",), (("subject", "person"),)),
    Table("recognition", facts.Recognition, ("recognition",), (("subject", "person"),)),
    Table("ordinary_work_will", facts.OrdinaryWorkWill, ("subject", "from_day", "to_day"), (("subject", "person"),)),
    Table("training", facts.Training, ("training",), (("subject", "person"),)),
    Table("person_profile", facts.PersonProfile, ("subject",), (("subject", "person"),)),
    Table("calendar", facts.CalendarDay, ("day_no",)),
    Table("establishment_year", facts.EstablishmentYear, ("year",)),
    Table("establishment", Establishment, ()),
    Table("scope", Scope, ("scope_id",)),
    Table("person", Person, ("subject",), (("workshop", "workshop"),)),
    Table("workshop", Workshop, ("workshop",)),
    Table("activity", Activity, ("task",), (("workshop", "workshop"), ("order_line", "order_line"))),
    Table("product", Product, ("product",), (("workshop", "workshop"),)),
    Table("client", Client, ("client",)),
    Table("indicator", Indicator, ("code",)),
)
"""Facts first, then what they speak of."""
SUPPORT_TABLES = (
    Table(
        "assessed_level",
        facts_support.AssessedLevel,
        ("subject", "framework", "scale_since", "competence", "by_person", "turn"),
        (("subject", "person"),),
    ),
    Table("support_session", facts_support.SupportSession, ("session",), (("subject", "person"),)),
    Table("work_adaptation", facts_support.WorkAdaptation, ("adaptation",), (("subject", "person"),)),
    Table("ended_goal", facts_support.EndedGoal, ("goal",), (("subject", "person"),)),
)
"""Facts of support: only in an export that is asked for them."""
DAY, MINUTES, THOUSANDTHS, FLAG, HALF_DAYS = "days since 1970-01-01", "minutes", "thousandths", "0 or 1", "half-days"
SHARE, CENTS, DAYS, KEY, ASKED = "ten-thousandths", "cents", "days", "key", "-1, 0 or 1"
UNITS = {
    **dict.fromkeys("day_no monday from_day to_day contract_from_day contract_to_day spell_start month".split(), DAY),
    **dict.fromkeys("ordered_day due_day delivered_day issued_day payable_day".split(), DAY),
    **dict.fromkeys(
        "signed_day exit_day orientation_until return_day started_day validated_day seeker_day".split(), DAY
    ),
    **dict.fromkeys("birth_day entry_day orientation_day".split(), DAY),
    **dict.fromkeys("minutes paid_minutes month_pattern_minutes month_minutes quoted_minutes".split(), MINUTES),
    **dict.fromkeys("good rejected quantity delivered returned".split(), THOUSANDTHS),
    **dict.fromkeys("in_pattern due typed implied ars open_day holiday worked_holiday closure additive".split(), FLAG),
    **dict.fromkeys(
        "collective ordinary elsewhere by_right customer_contact outside public_client self_determination".split(), FLAG
    ),
    **dict.fromkeys("had_ordinary_job first_protected temporary driving_licence highway_code".split(), ASKED),
    **dict.fromkeys("mobility_card transport".split(), ASKED),
    **dict.fromkeys("open_half_days week_open_half_days".split(), HALF_DAYS),
    **dict.fromkeys("fraction vat_rate share".split(), SHARE),
    **dict.fromkeys("declared_days target_days open_days month_days spell_day".split(), DAYS),
    **dict.fromkeys("subject engagement order_line customer_order client workshop product task".split(), KEY),
    **dict.fromkeys("instructor invoice_line placement host agreement return_key recognition training".split(), KEY),
    **dict.fromkeys("session action_kind adaptation goal".split(), KEY),
    "amount": CENTS,
    "by_person": FLAG,
    "cost": CENTS,
    "ended_day": DAY,
    "level": "rank",
    "minutes_saved": MINUTES,
    "scale_since": "number",
    "turn": "number",
    "half": "0 or 1",
    "minutes_per_thousand": "minutes for 1,000 units",
    "notice_hours": "hours",
    "places": "places",
    "version": "number",
    "weekday": "0 (Monday) to 6",
    "year": "year",
}
"""The unit of every column of whole numbers, by its name: a name has one unit in the whole star."""


@dataclass(frozen=True)
class Column:
    """`meaning`: the docstring. `unit`: empty for text."""

    name: str
    is_text: bool
    optional: bool
    unit: str
    meaning: str


ESTABLISHMENT = Column("establishment", True, False, "", "Official number of the establishment (FINESS).")
"""The first column of every table but that of the figures: exports of several establishments may be put together."""


@cache
def columns(schema: type) -> tuple[Column, ...]:
    """The columns of a table in their order, the establishment first. KeyError names a number without a unit."""
    hints: dict[str, Any] = get_type_hints(schema)
    meanings = {name: text for base in reversed(schema.__mro__) for name, text in _docstrings(base).items()}
    own = tuple(
        Column(
            field.name,
            hints[field.name] is str,
            hints[field.name] not in (int, str),
            "" if hints[field.name] is str else UNITS[field.name],
            meanings[field.name],
        )
        for field in fields(schema)
    )
    return own if schema is Indicator else (ESTABLISHMENT, *own)


@cache
def _docstrings(schema: type) -> dict[str, str]:
    """The text under each attribute of a class, which Python itself does not keep."""
    if schema is object:
        return {}
    (tree,) = ast.parse(dedent(inspect.getsource(schema))).body
    assert isinstance(tree, ast.ClassDef)
    pairs = zip(tree.body, tree.body[1:], strict=False)
    return {
        one.target.id: " ".join(ast.literal_eval(two.value).split())
        for one, two in pairs
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)
        if isinstance(two, ast.Expr) and isinstance(two.value, ast.Constant)
    }


def schema_of(table: Table, nominative: bool) -> type:
    """The columns of a table: persons have more in an export that names."""
    return NamedPerson if table.schema is Person and nominative else table.schema
