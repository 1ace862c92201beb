"""A small house with a framework, two kinds of action and people who were assessed before and after them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from etabli.org.grants import add_user
from etabli.org.models import Establishment, User
from etabli.people.models import Person
from etabli.support.models import (
    ActionKind,
    ActionSession,
    Assessment,
    Competence,
    Framework,
    ScaleLevel,
    SupportAction,
)
from tests import workplace as small

FIRST = date(2025, 6, 2)
"""The first session of everyone."""


@dataclass
class Supported:
    place: Establishment
    kind: ActionKind
    framework: Framework
    competences: dict[str, Competence]
    levels: list[ScaleLevel]
    people: list[Person]

    def user(self, role: str, *, workshop: str = "") -> User:
        limit = self.place.workshops.get(code=workshop) if workshop else None
        return add_user(
            username=f"{role}{workshop}",
            role=role,
            establishment=self.place,
            workshop=limit,
            language="en",
            by=None,
            at=small.AT,
        )

    def had(self, person: Person, day: date = FIRST, minutes: int = 60) -> SupportAction:
        """One action of the kind with one session."""
        action = SupportAction.objects.create(
            establishment=self.place, person=person, kind=self.kind, starts_on=day, dose_planned=minutes
        )
        ActionSession.objects.create(action=action, day=day, minutes=minutes, recorded_at=small.AT)
        return action

    def seen(
        self,
        person: Person,
        before: Sequence[int | None],
        after: Sequence[int | None],
        code: str = "fold",
        *,
        by_person: bool = False,
    ) -> None:
        """Ranks on days before the first session and after it, a week apart; None: could not be seen."""
        days = [FIRST - timedelta(weeks=len(before) - place) for place in range(len(before))]
        days += [FIRST + timedelta(weeks=1 + place) for place in range(len(after))]
        Assessment.objects.bulk_create(
            Assessment(
                establishment=self.place,
                person=person,
                competence=self.competences[code],
                level=None if rank is None else self.levels[rank],
                day=day,
                by_person=by_person,
                context="usual",
                acted_at=small.AT,
            )
            for day, rank in zip(days, [*before, *after], strict=True)
        )


def supported(people: int = 8) -> Supported:
    """Nobody assessed yet; the first half of the people are in the laundry, the others in the gardens."""
    workshops = (small.org.WorkshopSpec("BLA", "Blanchisserie"), small.org.WorkshopSpec("EV", "Espaces verts"))
    place = small.workplace(association="Les Essais", workshops=workshops)
    framework = Framework.objects.create(
        establishment=place, code="linge", language="fr", title="Linge", state="published", published_at=small.AT
    )
    levels = [ScaleLevel.objects.create(framework=framework, rank=rank, label=f"Niveau {rank}") for rank in range(5)]
    competences = {
        code: Competence.objects.create(framework=framework, code=code, kind="skill", title=title)
        for code, title in (("fold", "Plier"), ("sort", "Trier"))
    }
    kind = ActionKind.objects.create(
        establishment=place, code="atelier-geste", name="Atelier geste", category="skills", default_minutes=60
    )
    engaged = [
        small.engage(place, str(number), last_name=f"Arbre{number}", workshop="BLA" if number <= people / 2 else "EV")
        for number in range(1, people + 1)
    ]
    return Supported(place, kind, framework, competences, levels, engaged)
