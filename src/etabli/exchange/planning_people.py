"""From the rows of a list of persons to the rows that the room of people saves, every error of every row told at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from etabli.core.counting import WHOLE
from etabli.core.facts import EngagementKind
from etabli.exchange.agreeing import Agreement
from etabli.exchange.reading.people import HALF_DAYS, PersonRow
from etabli.exchange.reading.problems import Problem
from etabli.exchange.reading.rows import Reading
from etabli.exchange.reading.words import folded
from etabli.org.models import Establishment, Opening
from etabli.org.states import EstablishmentKind
from etabli.people import actions as people
from etabli.people.queries import EngagementKey, KnownEngagement, engagements_known, identities_known

USUAL_KINDS = {
    EstablishmentKind.ESAT: EngagementKind.ACCOMPANIMENT,
    EstablishmentKind.EA: EngagementKind.EMPLOYEE,
    EstablishmentKind.MAATWERKBEDRIJF: EngagementKind.TARGET_WORKER,
    EstablishmentKind.ARBEIDSZORG: EngagementKind.ARBEIDSZORG,
}
"""Kind of engagement where the sheet has no column for it; elsewhere `INTEGRATION`."""

COLUMN_OF_REFUSAL = {
    "workshop_unknown": "workshop",
    "engagement_kind_not_here": "kind",
    "fraction_wrong": "fraction",
    "weekly_hours_over_cap": "fraction",
    "engagement_overlap": "starts_on",
    "engagement_backwards": "last_day",
    "terms_outside": "from_date",
    "person_has_other_number": "staff_number",
}


@dataclass
class PeoplePlan:
    """What an import of persons would save, and what there is to tell. `lines`: the row of the sheet each comes from."""

    rows: list[people.PersonRow] = field(default_factory=list)
    lines: list[PersonRow] = field(default_factory=list)
    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    ignored: list[Problem] = field(default_factory=list)


def plan_people(establishment: Establishment, reading: Reading[PersonRow]) -> PeoplePlan:
    """Each row checked by itself, against the other rows and against what stands; those without any error to be saved."""
    said = Agreement(reading.rows + reading.doubtful)
    plan = PeoplePlan(errors=list(said.contradictions))
    completing = _Completing(establishment)
    wrong = {id(row) for row in reading.doubtful}
    others = _check_identities(establishment, said, plan)
    # Each row is checked for its own workshop and kind: another may prevail over them, and be right.
    asked = [
        replace(said.agreed(row), workshop=row.workshop, kind=row.kind or said.agreed(row).kind) for row in said.rows
    ]
    checked = [completing.row(row) for row in asked]
    for row, refusals in zip(said.rows, people.check_people(establishment=establishment, rows=checked), strict=True):
        plan.errors += [refused(row, refusal.code, refusal.facts) for refusal in refusals]
        if refusals or said.is_contradicted(row) or row.staff_number in others:
            wrong.add(id(row))
    good = Agreement(row for row in reading.rows if id(row) not in wrong)
    plan.lines = [good.agreed(row) for row in good.rows]
    plan.rows = [completing.row(row) for row in plan.lines]
    plan.ignored = completing.never_open
    return plan


def _check_identities(establishment: Establishment, said: Agreement, plan: PeoplePlan) -> set[str]:
    """What the rows say against the registered persons, once a person. Answers the staff numbers that are someone else's."""
    known = identities_known(establishment)
    others: set[str] = set()
    told: set[str] = set()
    for row in said.rows:
        agreed = said.agreed(row)
        standing = known.get(row.staff_number)
        if standing is None or row.staff_number in told or not (agreed.last_name and agreed.first_name):
            continue
        told.add(row.staff_number)
        renamed = folded(standing.shown) != folded(f"{agreed.last_name} {agreed.first_name}")
        born = agreed.birth_date
        redated = bool(standing.birth_date and born and standing.birth_date != born)
        facts = {"written": f"{agreed.last_name} {agreed.first_name}", "name": standing.shown}
        if renamed and redated:
            others.add(row.staff_number)
            facts |= {"birth_date": standing.birth_date}
            plan.errors.append(row.line.problem("number_of_other_person", "staff_number", **facts))
        elif renamed:
            plan.warnings.append(row.line.problem("name_changes", "last_name", number=row.staff_number, **facts))
        elif redated:
            facts |= {"before": standing.birth_date, "after": born}
            plan.warnings.append(row.line.problem("birth_date_changes", "birth_date", number=row.staff_number, **facts))
    return others


def refused(row: PersonRow, code: str, facts: Mapping[str, object]) -> Problem:
    """A refusal of the room of people at the cell it is about."""
    return row.line.problem(code, COLUMN_OF_REFUSAL.get(code, "staff_number"), **facts)


class _Completing:
    """What the sheet does not say: kind and fraction that stand, else the usual kind and full time.

    `never_open`: the columns of half-days at which the establishment is never open, each told once.
    """

    def __init__(self, establishment: Establishment) -> None:
        weeks = list(Opening.objects.filter(establishment=establishment).values_list("week", flat=True))
        self._open = [any(week[number] == "1" for week in weeks) for number in range(HALF_DAYS)]
        self._known: Mapping[EngagementKey, KnownEngagement] = engagements_known(establishment)
        self._usual = USUAL_KINDS.get(EstablishmentKind(establishment.kind), EngagementKind.INTEGRATION)
        self._told: set[int] = set()
        self.never_open: list[Problem] = []

    def row(self, row: PersonRow) -> people.PersonRow:
        standing = self._known.get((row.staff_number, row.starts_on))
        fractions = standing.fractions if standing else {}
        fraction = fractions.get(row.from_date or row.starts_on, WHOLE) if row.fraction is None else row.fraction
        return people.PersonRow(
            staff_number=row.staff_number,
            last_name=row.last_name,
            first_name=row.first_name,
            kind=str(row.kind or (standing.kind if standing else self._usual)),
            starts_on=row.starts_on,
            birth_date=row.birth_date,
            sex=row.sex,
            workshop=row.workshop,
            groups=row.groups,
            last_day=row.last_day,
            end_reason=row.end_reason,
            fraction=fraction,
            from_date=row.from_date,
            pattern=self._due(row),
            unread=row.unread,
        )

    def _due(self, row: PersonRow) -> tuple[str, ...] | None:
        """The half-days due at which the establishment opens; None when there are none."""
        if row.week is None:
            return None
        for number, marked in enumerate(row.week):
            if marked == "1" and not self._open[number] and number not in self._told:
                self._told.add(number)
                self.never_open.append(row.line.problem("half_day_never_open", f"due_{number}"))
        week = "".join("1" if row.week[number] == "1" and self._open[number] else "0" for number in range(HALF_DAYS))
        return (week,) if "1" in week else None
