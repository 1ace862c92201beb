"""The rows of the star: those of the fact tables with keys that lead back to nobody, and their dimensions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from etabli.attendance.models import HalfDayFact
from etabli.billing.models import BilledLineFact, InvoiceLine
from etabli.billing.states import InvoiceState
from etabli.core.periods import day_no
from etabli.core.prices import line_amount
from etabli.exchange.star.tables import ESTABLISHMENT, SUPPORT_TABLES, TABLES, Table, columns, schema_of
from etabli.indicators.definitions import LANGUAGES, definitions, every_definition
from etabli.indicators.queries import scope_of
from etabli.orders.models import Client, OrderLine, Product
from etabli.orders.states import ClientKind
from etabli.org.models import CalendarDay, Establishment, EstablishmentYear
from etabli.pathways.models import (
    AgreementFact,
    ExitFact,
    PersonFact,
    PlacementFact,
    RecognitionFact,
    ReturnFact,
)
from etabli.people.models import EngagementFact, Registration
from etabli.production.models import (
    Activity,
    DeliveredDayFact,
    LoadDemandFact,
    OrderLineFact,
    RhythmFact,
    TaskFact,
    WorkFact,
    WorkshopMemberFact,
)
from etabli.support.models import (
    AssessedLevelFact,
    EndedGoalFact,
    OrdinaryWorkWillFact,
    SupportSessionFact,
    TrainingFact,
    WorkAdaptationFact,
)

Row = tuple[Any, ...]
PSEUDONYMOUS = frozenset(
    "subject engagement instructor placement agreement return_key recognition training host session adaptation goal".split(),
)
"""Columns whose keys are of people, and of hosts, who may be people: they stand for them in every export, and nowhere else."""
_BITS = 52
"""Keys that every tool reads without loss, those that only know floating point included."""


class Pseudonyms:
    """Keys that stand for those of the database: the same in every export of an establishment, others elsewhere.

    They are made with the secret of this installation, without which none can be led back.
    """

    def __init__(self, establishment: Establishment) -> None:
        self._finess = establishment.finess
        self._known: dict[tuple[str, int], int] = {}

    def of(self, kind: str, key: int | None) -> int | None:
        if key is None:
            return None
        if (kind, key) not in self._known:
            text = f"{self._finess}:{kind}:{key}"
            digest = salted_hmac("etabli.exchange.star", text, algorithm="sha256").digest()
            self._known[kind, key] = int.from_bytes(digest[:8]) >> (64 - _BITS)
        return self._known[kind, key]


class Star:
    """Everything of one establishment, table by table. `nominative`: with names; `support`: with the facts of support."""

    def __init__(self, establishment: Establishment, *, nominative: bool = False, support: bool = False) -> None:
        self.establishment, self.nominative, self.support = establishment, nominative, support
        self._definitions = every_definition() if support else definitions()
        self.tables = (*TABLES, *SUPPORT_TABLES) if support else TABLES
        self._pseudonyms = Pseudonyms(establishment)
        self._others: dict[str, Callable[[], Iterable[Row]]] = {
            "establishment": self._place,
            "scope": self._scope,
            "person": self._persons,
            "workshop": self._workshops,
            "activity": self._activities,
            "product": self._products,
            "client": self._clients,
            "indicator": self._indicators,
            "order_line": self._lines,
            "invoice_line": self._billed,
        }

    def rows(self, table: Table) -> Iterator[Row]:
        """Rows in the order of the columns; those of a monthly table by day, others as they come. Two queries at most."""
        schema = schema_of(table, self.nominative)
        found = self._others[table.name]() if table.name in self._others else self._facts(table)
        if ESTABLISHMENT not in columns(schema):
            yield from found
            return
        for row in found:
            yield (self.establishment.finess, *row)

    def _facts(self, table: Table) -> Iterator[Row]:
        model = _FACTS[table.name]
        names = [column.name for column in columns(table.schema) if column is not ESTABLISHMENT]
        hidden = [(place, name) for place, name in enumerate(names) if name in PSEUDONYMOUS]
        found = model._default_manager.filter(establishment=self.establishment)
        for row in found.order_by(*(["day_no"] if table.monthly else [])).values_list(*names).iterator(chunk_size=5000):
            values = list(row)
            for place, name in hidden:
                values[place] = self._pseudonyms.of(name, values[place])
            yield tuple(values)

    def _place(self) -> Iterator[Row]:
        yield (self.establishment.name, self.establishment.kind, self.establishment.country)

    def _scope(self) -> Iterator[Row]:
        yield (scope_of(self.establishment), self.establishment.kind)

    def _persons(self) -> Iterator[Row]:
        named = ("staff_number", "person__last_name", "person__first_name") if self.nominative else ()
        found = Registration.objects.filter(establishment=self.establishment)
        for person, *rest in found.values_list("person", "workshop", *named):
            yield (self._pseudonyms.of("subject", person), *rest)

    def _workshops(self) -> Iterable[Row]:
        return self.establishment.workshops.values_list("pk", "code", "name")

    def _activities(self) -> Iterator[Row]:
        found = Activity.objects.filter(establishment=self.establishment)
        for kind, pk, code, name, *rest in found.values_list(
            "line__order__client__kind", "pk", "code", "name", "unit", "workshop", "line"
        ):
            yield (pk, code, self._of_client(kind, name), *rest)

    def _products(self) -> Iterable[Row]:
        names = ("pk", "code", "name", "unit", "nature", "category", "trade", "workshop")
        return Product.objects.filter(establishment=self.establishment).values_list(*names)

    def _clients(self) -> Iterator[Row]:
        found = Client.objects.filter(establishment=self.establishment)
        for pk, code, name, kind, *rest in found.values_list("pk", "code", "name", "kind", "regime", "country"):
            yield (pk, self._of_client(kind, code), self._of_client(kind, name), kind, *rest)

    def _of_client(self, kind: str | None, text: str) -> str:
        """A private individual is a person too."""
        return "" if kind == ClientKind.INDIVIDUAL and not self.nominative else text

    def _lines(self) -> Iterator[Row]:
        """The facts, beside what the line itself says; they have no key of the database between them."""
        # First, so that the line of each is there: lines are never deleted.
        found = list(OrderLineFact.objects.filter(establishment=self.establishment).values_list(*_LINE_FACT))
        names = ("pk", "order__number", "position", "product", "unit")
        prices = ("quantity", "unit_price", "price_base", "discount")
        lines: QuerySet[OrderLine] = OrderLine.objects.filter(establishment=self.establishment)
        said = {
            pk: (f"{number}/{position}", product, unit, line_amount(*priced))
            for pk, number, position, product, unit, *priced in lines.values_list(*names, *prices)
        }
        for row in found:
            yield (*row, *said[row[0]])

    def _billed(self) -> Iterator[Row]:
        names = ("pk", "invoice__number", "invoice__kind", "invoice__client", "invoice__issued_on", "invoice__due_on")
        more = ("order_line", "delivered_on", "quantity", "amount", "vat_category", "vat_rate", "supply")
        found = InvoiceLine.objects.filter(
            invoice__establishment=self.establishment, invoice__state=InvoiceState.ISSUED
        )
        for pk, number, kind, client, issued, due, line, delivered, *rest in found.order_by().values_list(
            *names, *more
        ):
            yield (pk, number, kind, client, *map(_day, (issued, due)), line, _day(delivered), *rest)

    def _indicators(self) -> Iterator[Row]:
        for code, row in self._definitions.items():
            texts = (texts[language] for texts in (row.labels, row.formulas, row.sources) for language in LANGUAGES)
            yield (code, row.version, row.framework, row.unit, str(row.basis), int(row.additive), *texts, row.sql)


def _day(day: Any) -> int | None:
    return None if day is None else day_no(day)


_FACTS: dict[str, Any] = {
    "person_half_day": HalfDayFact,
    "work": WorkFact,
    "engagement": EngagementFact,
    "delivered_day": DeliveredDayFact,
    "rhythm": RhythmFact,
    "load_demand": LoadDemandFact,
    "workshop_member": WorkshopMemberFact,
    "billed_line": BilledLineFact,
    "task": TaskFact,
    "placement": PlacementFact,
    "support_agreement": AgreementFact,
    "exit": ExitFact,
    "return_to_esat": ReturnFact,
    "recognition": RecognitionFact,
    "ordinary_work_will": OrdinaryWorkWillFact,
    "training": TrainingFact,
    "assessed_level": AssessedLevelFact,
    "support_session": SupportSessionFact,
    "work_adaptation": WorkAdaptationFact,
    "ended_goal": EndedGoalFact,
    "person_profile": PersonFact,
    "calendar": CalendarDay,
    "establishment_year": EstablishmentYear,
}
_LINE_FACT = tuple(
    "order_line customer_order client workshop state ordered_day due_day quantity quoted_minutes minutes_per_thousand"
    " delivered delivered_day".split()
)
