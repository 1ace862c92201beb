"""A small fictional framework, its levels by rank and its competences by code; and assessments in one call."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from etabli.org.models import Establishment, User
from etabli.people.models import Person
from etabli.support.actions import AssessmentAct, Rating, assess, import_framework, save_profile
from etabli.support.models import Competence, Framework, ScaleLevel
from etabli.support.rules import CompetenceSpec, FrameworkSpec, LevelSpec
from tests import workplace as small

SCALE = (
    LevelSpec("With full help", "Someone does it with her.", "I need help.", "handshake"),
    LevelSpec("With some help", "Someone is near.", "I need a little help.", "thumbs-up"),
    LevelSpec("Alone", "Does it without being reminded.", "I do it alone.", "star"),
    LevelSpec("Can teach", "Shows others how.", "I show others.", "teacher"),
)
PACK, COUNT, CALM = (
    CompetenceSpec("PACK", "skill", "Packs a box", easy="Do I pack a box?", pictogram="package"),
    CompetenceSpec("COUNT", "knowledge", "Counts to fifty", external_code="100123"),
    CompetenceSpec("CALM", "attitude", "Asks for a rest when tired"),
)


def spec(**changes: Any) -> FrameworkSpec:
    usual = {
        "code": "atelier",
        "language": "en",
        "title": "Works in a workshop",
        "levels": SCALE,
        "competences": (PACK, COUNT, CALM),
    }
    return FrameworkSpec(**{**usual, **changes})


def published(place: Establishment, **changes: Any) -> Framework:
    """The framework in use; again with other content, its next version."""
    wanted = spec(**changes)
    import_framework(establishment=place, spec=wanted, publish=True, by=None, at=small.AT)
    return Framework.objects.get(establishment=place, code=wanted.code, state="published")


def competence(framework: Framework, code: str = "PACK") -> Competence:
    return framework.competences.get(code=code)


def level(framework: Framework, rank: int) -> ScaleLevel:
    return framework.levels.get(rank=rank)


def rated(
    framework: Framework,
    person: Person,
    ranks: dict[str, int | None],
    day: date = date(2026, 1, 15),
    *,
    by: User | None = None,
    at: datetime = small.AT,
    comment: str = "",
    **changes: Any,
) -> list[UUID]:
    """`ranks`: code of a competence to the rank seen, None when it could not be."""
    levels = {row.rank: row.pk for row in framework.levels.all()}
    keys = {row.code: row.pk for row in framework.competences.all()}
    ratings = [Rating(keys[code], None if rank is None else levels[rank], comment) for code, rank in ranks.items()]
    act = AssessmentAct(**{"key": uuid7(), "day": day, **changes})
    return assess(establishment=framework.establishment, person=person, act=act, ratings=ratings, by=by, at=at)


def samples(place: Establishment, person: Person) -> dict[str, Any]:
    """A value for each parameter of the addresses of competences."""
    who: dict[str, Any] = {"by": None, "at": small.AT}
    used = published(place)
    asked = {competence(used).pk: level(used, 2).pk}
    profile = save_profile(establishment=place, kind="post", name="Carton", activity_code="", asked=asked, **who)
    (assessment,) = rated(used, person, {"PACK": 1})
    return {
        "framework": used.pk,
        "competence": competence(used).pk,
        "profile": profile.pk,
        "assessment": assessment,
    }
