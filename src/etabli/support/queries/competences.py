"""Reads of frameworks and profiles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Count, QuerySet

from etabli.org.models import Establishment, User
from etabli.support.access import SupportRight
from etabli.support.models import Competence, Framework, Profile, ScaleLevel
from etabli.support.rules import CompetenceSpec, FrameworkSpec, LevelSpec
from etabli.support.states import FrameworkState


def frameworks_of(user: User, establishment: Establishment, right: str = SupportRight.ASSESS) -> QuerySet[Framework]:
    """Every version that the user may see, with `count`: how many competences it has."""
    rows = Framework.objects.visible_to(user, establishment, right)
    return rows.annotate(count=Count("competences")).order_by("title", "code", "-version")


def frameworks_in_use(establishment: Establishment) -> QuerySet[Framework]:
    rows = Framework.objects.filter(establishment=establishment, state=FrameworkState.PUBLISHED)
    return rows.prefetch_related("levels").order_by("title", "code")


def profiles_of(user: User, establishment: Establishment, right: str = SupportRight.ASSESS) -> QuerySet[Profile]:
    """With `count`: how many levels each asks for."""
    return Profile.objects.visible_to(user, establishment, right).annotate(count=Count("asked")).order_by("name", "pk")


def asked_by(profile: Profile) -> Mapping[int, int]:
    """Key of each competence that a profile asks for, to the key of its level, of the version now in use.

    What the profile asked of a version replaced since is asked of the competence of the same code, as long as the scale
    means the same; else it is left out, to be chosen again.
    """
    rows = list(profile.asked.select_related("competence__framework", "level"))
    lines = [(row.competence.framework.code, row.competence.framework.scale_since) for row in rows]
    used = {
        (one.framework.code, one.framework.scale_since, one.code): one
        for one in Competence.objects.filter(
            framework__establishment=profile.establishment_id,
            framework__state=FrameworkState.PUBLISHED,
            code__in=[row.competence.code for row in rows],
        )
        .select_related("framework")
        .prefetch_related("framework__levels")
    }
    asked = {}
    for row, line in zip(rows, lines, strict=True):
        found = used.get((*line, row.competence.code))
        if found is not None:
            level = {one.rank: one.pk for one in found.framework.levels.all()}.get(row.level.rank)
            if level is not None:
                asked[found.pk] = level
    return asked


def level_specs(framework: Framework) -> tuple[LevelSpec, ...]:
    return tuple(
        LevelSpec(row.label, row.anchor, row.anchor_easy, row.pictogram) for row in framework.levels.order_by("rank")
    )


def framework_spec(framework: Framework) -> FrameworkSpec:
    """A version whole, as an export writes it and a new version begins."""
    return FrameworkSpec(
        code=framework.code,
        language=framework.language,
        title=framework.title,
        levels=level_specs(framework),
        competences=competence_specs(framework),
        source=framework.source,
    )


def competence_specs(framework: Framework) -> tuple[CompetenceSpec, ...]:
    rows: Sequence[Competence] = list(framework.competences.order_by("position", "pk"))
    codes = {row.pk: row.code for row in rows}
    return tuple(
        CompetenceSpec(
            code=row.code,
            kind=row.kind,
            title=row.title,
            description=row.description,
            easy=row.easy,
            pictogram=row.pictogram,
            parent=codes.get(row.parent_id, "") if row.parent_id else "",
            external_code=row.external_code,
        )
        for row in rows
    )


def assessed_with(framework: Framework, profile: Profile | None) -> QuerySet[Competence]:
    """What may be assessed of a framework: not the groups, which only hold others; with a profile, what it asks for."""
    rows = framework.competences.filter(parts__isnull=True).select_related("parent", "framework")
    if profile is not None:
        rows = rows.filter(pk__in=list(asked_by(profile)))
    return rows.order_by("position", "pk")


def levels_asked(profile: Profile) -> Mapping[int, ScaleLevel]:
    """Key of each competence in use that a profile asks for, to the level itself."""
    asked = asked_by(profile)
    levels = ScaleLevel.objects.in_bulk(set(asked.values()))
    return {key: levels[level] for key, level in asked.items()}
