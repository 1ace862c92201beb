"""The fact tables: the contract between the rooms that capture and the definitions that count.

Flags are 0 or 1, days are day numbers (days since 1970-01-01), times whole minutes, work fractions ten-thousandths of the
house's full time.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from etabli.core.facts_load import (
    LoadDemand as LoadDemand,
)
from etabli.core.facts_load import (
    WorkshopMember as WorkshopMember,
)
from etabli.core.facts_pathways import (
    Exit as Exit,
)
from etabli.core.facts_pathways import (
    OrdinaryWorkWill as OrdinaryWorkWill,
)
from etabli.core.facts_pathways import (
    PersonProfile as PersonProfile,
)
from etabli.core.facts_pathways import (
    Placement as Placement,
)
from etabli.core.facts_pathways import (
    Recognition as Recognition,
)
from etabli.core.facts_pathways import (
    ReturnToEsat as ReturnToEsat,
)
from etabli.core.facts_pathways import (
    SupportAgreement as SupportAgreement,
)
from etabli.core.facts_pathways import (
    Training as Training,
)


class EngagementKind(StrEnum):
    """Why a person is in the house. The values are those of the fact tables and of the exports."""

    ACCOMPANIMENT = "accompaniment"
    TRAINEE = "trainee"
    DISCOVERY = "discovery"
    PUPIL = "pupil"
    ARBEIDSZORG = "arbeidszorg"
    EMPLOYEE = "employee"
    INTEGRATION = "integration"
    TARGET_WORKER = "target_worker"


class Absence(StrEnum):
    """Kinds of absence, the *reason* that figures speak of; empty when the code is no absence."""

    NONE = ""
    SICKNESS = "sickness"
    HOSPITAL = "hospital"
    ACCIDENT = "accident"
    LEAVE = "leave"
    FAMILY = "family"
    JUSTIFIED = "justified"
    UNJUSTIFIED = "unjustified"
    OTHER_EMPLOYER = "other_employer"


class Unpaid(StrEnum):
    """Why minutes of a half-day were left out of the paid hours; empty when none were."""

    NONE = ""
    WAITING_DAYS = "waiting_days"
    AWAITED_NOTE = "awaited_note"
    UNJUSTIFIED = "unjustified"
    UNPAID_CODE = "unpaid_code"
    UNPAID_CLOSURE = "unpaid_closure"
    MISSING = "missing"
    NO_MINUTES = "no_minutes"


@dataclass(frozen=True, slots=True)
class PersonHalfDay:
    """One half-day of one person in one establishment, as counted."""

    engagement: int
    """Key of the engagement that holds the day."""
    kind: str
    """An `EngagementKind`."""
    day_no: int
    """Day number of the half-day."""
    half: int
    """0 morning, 1 afternoon."""
    code: str
    """Code of the first segment; empty when nothing was typed."""
    in_pattern: int
    """1 when the weekly pattern of the person holds this half-day, holidays and closures included."""
    due: int
    """1 when in the pattern and the house is open."""
    typed: int
    """1 when someone typed what happened."""
    implied: int
    """1 for a public holiday or a closure that counts without being typed."""
    open_half_days: int
    """Half-days the weekly calendar opens that weekday: 0, 1 or 2."""
    minutes: int
    """Minutes of the half-day: stated ones, else those of the pattern."""
    paid_minutes: int
    """Minutes that give right to the guaranteed pay."""
    fraction: int
    """Work fraction that day."""
    month_pattern_minutes: int
    """Minutes of every half-day of the pattern on every day of the month, as if under contract all month."""
    ars: int
    """1 when at least one segment is an ARS day code."""
    absence: str
    """An `Absence`."""
    unpaid: str
    """An `Unpaid`."""
    notice_hours: int | None
    """Hours between the notice of an absence and its beginning; None when nobody noted them."""
    spell_start: int | None
    """Day number of the first day of the sickness spell this half-day belongs to."""
    spell_day: int | None
    """1 on the first day of the spell with no attended half-day; 0 or less before it."""


@dataclass(frozen=True, slots=True)
class Work:
    """What one person did on one activity in one half-day, and her share of what came out of it."""

    subject: int | None
    """Key of the person; None for a quantity whose activity had nobody on it, so that totals hold."""
    day_no: int
    """Day number of the half-day."""
    half: int
    """0 morning, 1 afternoon."""
    minutes: int
    """Minutes on the activity. Those of a team are split over its people, never multiplied by their number."""
    good: int
    """Good quantity, thousandths of the unit of the activity."""
    rejected: int
    """Rejected quantity, thousandths of the unit of the activity."""
    order_line: int | None
    """Key of the order line; None for work on a recurring activity."""
    task: int
    """Key of the activity."""
    workshop: int
    """Key of the workshop of the activity."""
    instructor: int | None
    """Key of the user who wrote it down; None for a command."""


@dataclass(frozen=True, slots=True)
class Task:
    """What work is written down on: a recurring activity, or the task of an order line."""

    task: int
    """Key of the activity, as in `Work.task`."""
    workshop: int
    """Key of its workshop."""
    customer_contact: int
    """1 when clients are met while doing it."""
    outside: int
    """1 when it is done at a client's or outdoors."""


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One line of an order, as ordered and as delivered so far. Quantities are thousandths of its unit."""

    order_line: int
    """Key of the line."""
    customer_order: int
    """Key of its order."""
    client: int
    """Key of the client."""
    workshop: int | None
    """Key of the workshop that makes it; None when none was chosen."""
    state: str
    """`open`, `done` or `cancelled`."""
    ordered_day: int
    """Day number on which the client ordered."""
    due_day: int | None
    """Day number on which all of it is due; None when no day was promised."""
    quantity: int
    """Quantity ordered; 0 for a line without an agreed quantity."""
    quoted_minutes: int
    """Minutes quoted for the quantity ordered; 0 when none were."""
    minutes_per_thousand: int | None
    """Standard minutes for 1,000 units; None when the catalogue has none."""
    delivered: int
    """Quantity delivered."""
    delivered_day: int | None
    """Day number on which deliveries reached the quantity ordered; None as long as they have not."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The rhythm that is adapted to a person from one day to another, excluded; without an end, to day 9,999,999."""

    subject: int
    """Key of the person."""
    from_day: int
    """Day number of the first day."""
    to_day: int
    """Day number of the first day on which it no longer holds."""
    share: int
    """Part of the usual rhythm, in ten-thousandths."""


@dataclass(frozen=True, slots=True)
class DeliveredDay:
    """What was delivered of one order line on one day, and what came back of it that day. Thousandths of its unit."""

    order_line: int
    """Key of the line."""
    day_no: int
    """Day number."""
    delivered: int
    """Quantity handed over to the client."""
    returned: int
    """Quantity that the client sent back."""


@dataclass(frozen=True, slots=True)
class Engagement:
    """One engagement of one person under the same terms. An engagement without an end ends on day 9,999,999."""

    subject: int
    """Key of the person."""
    engagement: int
    """Key of the engagement."""
    kind: str
    """An `EngagementKind`."""
    from_day: int
    """Day number of the first day of these terms."""
    to_day: int
    """Day number of the first day on which these terms no longer hold."""
    contract_from_day: int
    """Day number of the first day of the engagement."""
    contract_to_day: int
    """Day number of the first day after the engagement."""
    fraction: int
    """Work fraction under these terms."""


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """One line of an issued invoice, deposit or credit note. Quantities and amounts of a credit note are negative."""

    invoice_line: int
    """Key of the line."""
    invoice: str
    """Number of the invoice."""
    kind: str
    """`invoice`, `deposit` or `credit_note`."""
    client: int
    """Key of the client."""
    issued_day: int
    """Day number on which the invoice was issued."""
    payable_day: int | None
    """Day number on which it is to be paid; None when no day is set."""
    order_line: int | None
    """Key of the order line that is billed; None for a line of no order."""
    delivered_day: int | None
    """Day number of the delivery that is billed; None for a line of no delivery."""
    quantity: int
    """Quantity billed, thousandths of its unit."""
    amount: int
    """Amount of the line without VAT."""
    vat_category: str
    """Category of VAT of EN 16931: `S`, `E`, `O`, `AE` or `Z`."""
    vat_rate: int
    """Rate of VAT; 0 where none is asked."""
    supply: str
    """`goods` or `services`."""


@dataclass(frozen=True, slots=True)
class BilledLine:
    """What surveys read of one line of an issued invoice, deposit or credit note; that of a credit note is negative."""

    invoice_line: int
    """Key of the line."""
    kind: str
    """`invoice`, `deposit` or `credit_note`."""
    issued_day: int
    """Day number on which the invoice was issued."""
    amount: int
    """Amount of the line without VAT, cents."""
    supply: str
    """`goods` or `services`."""
    nature: str
    """`on_site`, `off_site` or `secondment`, as the order line says; empty for a line of no order."""
    public_client: int
    """1 when the client is a public body."""


@dataclass(frozen=True, slots=True)
class EstablishmentYear:
    """One calendar year of one establishment."""

    year: int
    """Calendar year."""
    declared_days: int
    """Opening days that the establishment declared for the year."""
    target_days: int | None
    """Days of attendance agreed with the authority for the year; None when none were."""
    open_days: int
    """Days with at least one open half-day, holidays and closures excluded."""


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day of one establishment."""

    day_no: int
    """Day number."""
    year: int
    """Calendar year."""
    month: int
    """Day number of the first day of its month."""
    month_days: int
    """Calendar days of its month."""
    weekday: int
    """0 is Monday."""
    open_half_days: int
    """Half-days the weekly calendar opens that weekday, holidays and closures included: 0, 1 or 2."""
    week_open_half_days: int
    """Half-days the weekly calendar valid that day opens in a week."""
    open_day: int
    """1 with at least one open half-day, holidays and closures excluded."""
    holiday: int
    """1 on a public holiday, unless the house works on it."""
    closure: int
    """1 on a day of a closure of the house that is no public holiday."""
    places: int
    """Approved places that day."""
    month_minutes: int
    """Minutes of a full month at full time: 1,820 h ÷ 12, in minutes."""
    worked_holiday: int
    """1 on a public holiday on which the house works; `holiday` is 0 then, and the day counts like any other."""
