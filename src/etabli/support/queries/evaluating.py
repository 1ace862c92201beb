"""What changed for those who had a kind of action: their assessments before it began, and from then on.

Each person's own first session parts her assessments; one on that very day counts as before. Scores are compared within a
line only: one competence, on one scale, seen by one kind of rater.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Max, Min, Sum

from etabli.core.evolution import NotEnough, PersonChange, change_of_one, reliable_change
from etabli.core.group_change import (
    LEAST_PERSONS,
    LEAST_TIMES,
    MOST_TIMES,
    Correction,
    GroupChange,
    GroupTrend,
    change_of_group,
    corrected,
    trend_of_group,
)
from etabli.org.models import Establishment, User
from etabli.support.models import ActionKind, ActionSession, Assessment, Reliability, SupportAction
from etabli.support.queries.assessing import Line
from etabli.support.states import Rater

Scale = tuple[str, int]
"""Code of a framework and the version since which its levels mean the same."""


class Score(NamedTuple):
    """`rank` None: it could not be seen. `rater`: key of the user who wrote it down."""

    person: int
    day: date
    line: Line
    title: str
    rank: int | None
    rater: int | None


@dataclass(frozen=True)
class Had:
    """The sessions of one kind that a person had."""

    person: int
    first: date
    last: date
    sessions: int
    minutes: int


@dataclass(frozen=True)
class OfGroup:
    """One competence over the persons assessed before and after. Chances are put right for their number; None: not tested."""

    line: Line
    title: str
    persons: int
    change: GroupChange | NotEnough
    chance: float | None
    trend: GroupTrend | NotEnough
    trend_chance: float | None


@dataclass(frozen=True)
class OfPerson:
    """One competence of one person. `index`: Reliable Change Index of her last score before and her last one after."""

    person: int
    line: Line
    title: str
    before: tuple[int, ...]
    after: tuple[int, ...]
    raters: int
    change: PersonChange | NotEnough
    chance: float | None
    index: float | None


@dataclass(frozen=True)
class Effect:
    """What was observed around a kind of action. `unseen`: assessments left out because no level could be seen."""

    kind: ActionKind
    rater: Rater
    correction: Correction
    had: tuple[Had, ...]
    unseen: int
    groups: tuple[OfGroup, ...]
    persons: tuple[OfPerson, ...]

    @property
    def sessions(self) -> int:
        return sum(one.sessions for one in self.had)

    @property
    def minutes(self) -> int:
        return sum(one.minutes for one in self.had)

    @property
    def group_comparisons(self) -> int:
        """How many chances of groups were put right together."""
        return sum((row.chance is not None) + (row.trend_chance is not None) for row in self.groups)

    @property
    def person_comparisons(self) -> int:
        return sum(row.chance is not None for row in self.persons)


def effect_of(
    establishment: Establishment,
    kind: ActionKind,
    *,
    reader: User | None,
    rater: Rater = Rater.STAFF,
    correction: Correction = Correction.HOLM,
) -> Effect:
    """Over the persons whom the reader may see (None: a command, all). Three queries however many persons."""
    had = had_kind(establishment, kind, reader)
    scores = _scores(establishment, had, reader, rater)
    parted = _parted([score for score in scores if score.rank is not None], had)
    return Effect(
        kind=kind,
        rater=rater,
        correction=correction,
        had=tuple(had.values()),
        unseen=sum(score.rank is None for score in scores),
        groups=_groups(parted, correction),
        persons=_persons(parted, reliabilities(establishment) if parted else {}, correction),
    )


def had_kind(establishment: Establishment, kind: ActionKind, reader: User | None) -> dict[int, Had]:
    """Who had sessions of a kind, by person (key), of those whom the reader may see."""
    actions = SupportAction.objects.filter(establishment=establishment, kind=kind)
    if reader is not None:
        actions = actions.visible_to(reader, establishment)
    rows = ActionSession.objects.filter(action__in=actions.order_by().values("pk")).order_by()
    sums = rows.values("action__person").annotate(
        first=Min("day"), last=Max("day"), number=Count("pk"), whole=Sum("minutes")
    )
    found = sums.order_by("action__person").values_list("action__person", "first", "last", "number", "whole")
    return {row[0]: Had(*row) for row in found}


def reliabilities(establishment: Establishment) -> dict[Scale, Reliability]:
    """How far each scale can be trusted, where the workplace said so."""
    rows = Reliability.objects.filter(establishment=establishment)
    return {(row.framework_code, row.scale_since): row for row in rows}


def index_of(before: int, after: int, known: Reliability | None) -> float | None:
    """The Reliable Change Index of two ranks; None when nobody said how far their scale can be trusted."""
    if known is None:
        return None
    return reliable_change(before, after, deviation=known.deviation / 100, reliability=known.reliability / 10_000)


def _scores(establishment: Establishment, persons: Iterable[int], reader: User | None, rater: Rater) -> list[Score]:
    """What stands about these persons, the oldest first."""
    rows = Assessment.objects.filter(establishment=establishment)
    if reader is not None:
        rows = Assessment.objects.visible_to(reader, establishment)
    rows = rows.standing().filter(person__in=list(persons), by_person=rater == Rater.PERSON)
    competence = "competence__framework__code", "competence__framework__scale_since", "competence__code"
    found = rows.order_by("day", "acted_at", "pk").values_list(
        "person", "day", *competence, "competence__title", "level__rank", "rater"
    )
    return [
        Score(person, day, Line(framework, since, code), title, rank, by)
        for person, day, framework, since, code, title, rank, by in found
    ]


@dataclass(frozen=True)
class _Parted:
    """The scores of a person on a line, before and from the first session on. `title`: as it was last called. `days`: of
    each score, before then after."""

    person: int
    line: Line
    title: str
    before: tuple[int, ...]
    after: tuple[int, ...]
    days: tuple[int, ...]
    raters: int


def _parted(scores: Iterable[Score], had: Mapping[int, Had]) -> list[_Parted]:
    """By line, then person. A line never seen either before or after is there too, with what there is."""
    by_line: defaultdict[tuple[Line, int], list[Score]] = defaultdict(list)
    titles: dict[Line, str] = {}
    for score in scores:
        by_line[score.line, score.person].append(score)
        titles[score.line] = score.title
    found = []
    for (line, person), row in sorted(by_line.items()):
        first = had[person].first
        before = tuple(score.rank for score in row if score.day <= first and score.rank is not None)
        after = tuple(score.rank for score in row if score.day > first and score.rank is not None)
        # The oldest come first, so those before do too.
        days = tuple(score.day.toordinal() for score in row if score.rank is not None)
        found.append(_Parted(person, line, titles[line], before, after, days, len({score.rater for score in row})))
    return found


def _groups(parted: Iterable[_Parted], correction: Correction) -> tuple[OfGroup, ...]:
    by_line: defaultdict[Line, list[_Parted]] = defaultdict(list)
    for row in parted:
        if row.before and row.after:
            by_line[row.line].append(row)
    tested = [
        (line, rows, change_of_group([(row.before[-1], row.after[-1]) for row in rows]), trend_of_group(_times(rows)))
        for line, rows in by_line.items()
    ]
    right = _put_right([one for _, _, change, trend in tested for one in (change, trend)], correction)
    return tuple(
        OfGroup(line, rows[0].title, len(rows), change, right[2 * place], trend, right[2 * place + 1])
        for place, (line, rows, change, trend) in enumerate(tested)
    )


def _times(rows: Sequence[_Parted]) -> list[tuple[int, ...]]:
    """The last score before and the first ones after of those who have as many as possible while they are a group."""
    for times in range(MOST_TIMES, LEAST_TIMES - 1, -1):
        lasting = [(row.before[-1], *row.after[: times - 1]) for row in rows if len(row.after) >= times - 1]
        if len(lasting) >= LEAST_PERSONS:
            return lasting
    most = min(LEAST_TIMES, 1 + max((len(row.after) for row in rows), default=0))
    return [(row.before[-1], *row.after[: most - 1]) for row in rows if len(row.after) >= most - 1]


def _persons(
    parted: Iterable[_Parted], known: Mapping[Scale, Reliability], correction: Correction
) -> tuple[OfPerson, ...]:
    rows = list(parted)
    tested = [change_of_one(row.before, row.after, row.days) for row in rows]
    right = _put_right(tested, correction)
    return tuple(
        OfPerson(
            row.person,
            row.line,
            row.title,
            row.before,
            row.after,
            row.raters,
            change,
            chance,
            index_of(row.before[-1], row.after[-1], known.get((row.line.framework, row.line.scale_since)))
            if row.before and row.after
            else None,
        )
        for row, change, chance in zip(rows, tested, right, strict=True)
    )


def _put_right(
    tested: Sequence[GroupChange | GroupTrend | PersonChange | NotEnough], correction: Correction
) -> list[float | None]:
    """The chance of each that was tested, all put right together; None for those that were not."""
    chances = [one.chance for one in tested if not isinstance(one, NotEnough)]
    right = iter(corrected(chances, correction))
    return [None if isinstance(one, NotEnough) else next(right) for one in tested]
