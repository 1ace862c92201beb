"""What the people of the demo can do: a fictional framework in three languages, profiles of posts, assessments of a year.

Everything has a key made of what it is, so that a load that was interrupted goes on without doubling anything.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from importlib.resources import as_file, files
from uuid import NAMESPACE_URL, uuid5

from django.db.models import Q

from etabli.core.refusal import Refusal
from etabli.exchange.actions import Mode
from etabli.exchange.frameworks import FileFormat, Wanted, import_frameworks
from etabli.org.models import Establishment, User
from etabli.people.models import Engagement, Person
from etabli.support.actions import AssessmentAct, Rating, assess, publish_framework, save_profile
from etabli.support.models import Competence, Framework, Profile
from etabli.support.states import AssessmentContext, FrameworkState, ProfileKind

IN_USE = "atelier-fr"
"""The others stay drafts, to be taken into use by who wants to see them."""
TRADES = (("BLA", "LIN", "Pliage du linge plat", "PLI"), ("EV", "ESP", "Entretien des espaces verts", "TON"))
"""Workshop, group of competences, post, code of its activity."""
COMMON = "TRA"
PEOPLE = 8
"""Persons of a workshop of whom more is told, unless all are asked for."""
ASKED_RANK, HIGHEST = 2, 3
WEEKS_AGO = (48, 26, 6)
SELF_WEEKS_AGO = 5


def teach(establishment: Establishment, raters: dict[str, User], at: datetime) -> None:
    """`raters`: the instructor of each workshop, by its code."""
    framework = _framework(establishment, at)
    for workshop, group, post, activity in TRADES:
        learnt = list(framework.competences.filter(parent__code__in=(COMMON, group)))
        _profile(establishment, framework, learnt, post, activity, at)
        for person in people_of_workshop(establishment, workshop, at.date() - timedelta(weeks=WEEKS_AGO[0]), most=None):
            _assess(establishment, person, learnt, raters[workshop], at)


def _framework(establishment: Establishment, at: datetime) -> Framework:
    with as_file(files("etabli.config") / "demo" / "competences.json") as path:
        report = import_frameworks(
            path=path,
            file_format=FileFormat.PACKAGE,
            wanted=Wanted(),
            establishment=establishment,
            mode=Mode(),
            by=None,
            at=at,
        )
    if report.errors:
        raise Refusal(report.errors[0].code, **report.errors[0].facts)
    row = Framework.objects.get(establishment=establishment, code=IN_USE)
    if row.state == FrameworkState.DRAFT:
        publish_framework(framework=row, by=None, at=at)
    return row


def _profile(
    establishment: Establishment,
    framework: Framework,
    learnt: Sequence[Competence],
    post: str,
    activity: str,
    at: datetime,
) -> None:
    asked = {one.pk: framework.levels.get(rank=ASKED_RANK).pk for one in learnt}
    row = Profile.objects.filter(establishment=establishment, name=post).first()
    who = {"establishment": establishment, "row": row, "by": None, "at": at}
    save_profile(kind=ProfileKind.POST, name=post, activity_code=activity, asked=asked, **who)


def people_of_workshop(
    establishment: Establishment, workshop: str, since: date, *, most: int | None = PEOPLE
) -> list[Person]:
    """The first of a workshop who were there all the while."""
    rows = Engagement.objects.filter(
        Q(ends_before=None),
        establishment=establishment,
        starts_on__lte=since,
        person__registrations__establishment=establishment,
        person__registrations__workshop__code=workshop,
    )
    return [row.person for row in rows.select_related("person").order_by("person")[:most]]


def _assess(
    establishment: Establishment, person: Person, learnt: Sequence[Competence], rater: User, at: datetime
) -> None:
    """Levels that mostly rise, by who works beside the person; then what she says of herself."""
    chance = random.Random(person.pk)
    first = {one.pk: chance.randrange(2) for one in learnt}
    levels = {row.rank: row.pk for row in learnt[0].framework.levels.all()}
    for act, rise in _acts(person, at.date()):
        ratings = [
            Rating(key, levels[min(HIGHEST, rank + (rise and chance.randrange(rise + 1)))])
            for key, rank in first.items()
        ]
        assess(establishment=establishment, person=person, act=act, ratings=ratings, by=rater, at=at)


def _acts(person: Person, today: date) -> Iterator[tuple[AssessmentAct, int]]:
    """Each act with how many levels may have been gained by then."""
    for rise, weeks in enumerate(WEEKS_AGO):
        day = today - timedelta(weeks=weeks)
        yield AssessmentAct(uuid5(NAMESPACE_URL, f"seen {person.pk} {weeks}"), day), rise
    day = today - timedelta(weeks=SELF_WEEKS_AGO)
    key = uuid5(NAMESPACE_URL, f"said {person.pk}")
    yield AssessmentAct(key, day, by_person=True, context=AssessmentContext.TALK), len(WEEKS_AGO)
