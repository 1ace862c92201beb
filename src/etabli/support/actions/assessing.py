"""Which levels were seen: written several at once, corrected, taken back. Append-only; each takes `by` and `at`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.timezone import localtime
from uuid_utils.compat import uuid7

from etabli.core.periods import Period
from etabli.core.refusal import Refusal
from etabli.org.models import Establishment, User
from etabli.org.turns import one_at_a_time
from etabli.people.models import Person
from etabli.people.queries import engagements_in
from etabli.support import rules
from etabli.support.actions.competences import check_level
from etabli.support.actions.deriving import derive_levels
from etabli.support.models import Assessment, Competence, Observation, ScaleLevel
from etabli.support.states import AssessmentContext


@dataclass(frozen=True)
class Rating:
    """One competence in an act. `level`: None when it could not be seen."""

    competence: int
    level: int | None
    comment: str = ""


@dataclass(frozen=True)
class AssessmentAct:
    """What several ratings have in common. `key`: made by whoever captures; the same again changes nothing.

    `by_person`: she says it of herself. `observation`, `photo`, `order_line`: the evidence, where there is any.
    """

    key: UUID
    day: date
    by_person: bool = False
    context: str = AssessmentContext.USUAL
    task: str = ""
    observation: UUID | None = None
    photo: UUID | None = None
    order_line: str = ""

    def id_of(self, competence: int) -> UUID:
        """The id of the row that this act writes about a competence."""
        return uuid5(self.key, str(competence))


@transaction.atomic
def assess(
    *,
    establishment: Establishment,
    person: Person,
    act: AssessmentAct,
    ratings: Sequence[Rating],
    by: User | None,
    at: datetime,
) -> list[UUID]:
    """Write down several ratings of one act; the ids of their rows. As many queries for one as for twenty.

    Refusals `assessment_empty`, `assessment_to_come`, `assessed_elsewhere`, `context_unknown`, `evidence_unknown`,
    `competence_unknown`, `framework_not_published`, `level_of_other_framework`.
    """
    one_at_a_time(establishment)
    rules.check_something_rated(len(ratings))
    rules.check_context(act.context)
    rules.check_assessed_on(act.day, localtime(at).date())
    rules.check_assessed_here(act.day, _engaged(establishment, person, act.day), str(person))
    _check_evidence(establishment, person, act.observation, by)
    _check_ratings(establishment, ratings)
    rows = [
        Assessment(
            id=act.id_of(rating.competence),
            establishment=establishment,
            person=person,
            competence_id=rating.competence,
            level_id=rating.level,
            day=act.day,
            rater=by,
            by_person=act.by_person,
            context=act.context,
            task=act.task.strip(),
            comment=rating.comment.strip(),
            observation_id=act.observation,
            photo=act.photo,
            order_line=act.order_line.strip(),
            acted_at=at,
        )
        for rating in ratings
    ]
    # Sent twice, the second finds it there.
    Assessment.objects.bulk_create(rows, ignore_conflicts=True)
    derive_levels(establishment.pk, {person.pk})
    return [row.pk for row in rows]


@transaction.atomic
def correct_assessment(
    *, row: Assessment, level: int | None, comment: str, by: User | None, at: datetime
) -> Assessment:
    """Another level or other words, in the place of a row, which stays readable behind it.

    Refusals `assessment_of_another`, `assessment_corrected_already`, `level_of_other_framework`.
    """
    one_at_a_time(row.establishment)
    _check_rows([row], by)
    if level is not None:
        check_level(row.competence, ScaleLevel.objects.filter(pk=level).first())
    new = _after(row, at)
    new.level_id, new.comment = level, comment.strip()
    new.save(force_insert=True)
    derive_levels(new.establishment_id, {new.person_id})
    return new


@transaction.atomic
def withdraw_assessments(*, establishment: Establishment, ids: Collection[UUID], by: User | None, at: datetime) -> int:
    """Take back what was written by mistake; how many were. Refusals as above."""
    one_at_a_time(establishment)
    rows = list(Assessment.objects.filter(establishment=establishment, pk__in=list(ids)))
    _check_rows(rows, by)
    withdrawn = []
    for row in rows:
        new = _after(row, at)
        new.level, new.withdrawn = None, True
        withdrawn.append(new)
    Assessment.objects.bulk_create(withdrawn)
    derive_levels(establishment.pk, {row.person_id for row in rows})
    return len(withdrawn)


def _after(row: Assessment, at: datetime) -> Assessment:
    """A row in the place of another, about the same: same person, competence, day and context."""
    same = ("establishment_id", "person_id", "competence_id", "day", "by_person", "context", "task", "order_line")
    kept = {name: getattr(row, name) for name in (*same, "observation_id", "photo")}
    return Assessment(id=uuid7(), rater_id=row.rater_id, supersedes=row, acted_at=at, comment="", **kept)


def _check_rows(rows: Sequence[Assessment], by: User | None) -> None:
    corrected = set(
        Assessment.objects.filter(supersedes__in=[row.pk for row in rows]).values_list("supersedes", flat=True)
    )
    for row in rows:
        rules.check_own(by is None or row.rater_id == by.pk)
        rules.check_standing(not row.withdrawn and row.pk not in corrected)


def _engaged(establishment: Establishment, person: Person, day: date) -> list[Period]:
    rows = engagements_in(establishment, Period(day, day + timedelta(days=1)), {person.pk})
    return [Period(start, end) for start, end in rows.order_by().values_list("starts_on", "ends_before")]


def _check_evidence(establishment: Establishment, person: Person, observation: UUID | None, by: User | None) -> None:
    if observation is None:
        return
    rows = Observation.objects.filter(establishment=establishment)
    if by is not None:
        rows = Observation.objects.visible_to(by, establishment)
    if not rows.filter(pk=observation, person=person).exists():
        raise Refusal("evidence_unknown")


def _check_ratings(establishment: Establishment, ratings: Sequence[Rating]) -> None:
    rows = Competence.objects.filter(framework__establishment=establishment).select_related("framework")
    competences: Mapping[int, Competence] = rows.in_bulk([rating.competence for rating in ratings])
    levels = ScaleLevel.objects.in_bulk([rating.level for rating in ratings if rating.level is not None])
    for rating in ratings:
        competence = competences.get(rating.competence)
        if competence is None:
            raise Refusal("competence_unknown")
        rules.check_assessable(competence.framework.state, competence.framework.title)
        if rating.level is not None:
            check_level(competence, levels.get(rating.level))
