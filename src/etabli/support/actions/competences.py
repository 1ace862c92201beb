"""Frameworks, their scales and competences, and profiles: defined, published, revised. Each takes `by` and `at`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from etabli.core.refusal import Refusal
from etabli.org.actions import Change
from etabli.org.models import Establishment, User
from etabli.support import rules
from etabli.support.models import Competence, Framework, Profile, ProfileLevel, ScaleLevel
from etabli.support.queries import framework_spec, level_specs
from etabli.support.rules import CompetenceSpec, FrameworkSpec, LevelSpec
from etabli.support.states import FrameworkState

_WORDS = ("kind", "title", "description", "easy", "pictogram", "external_code")


@transaction.atomic
def add_framework(
    *,
    establishment: Establishment,
    code: str,
    language: str,
    title: str,
    source: str = "",
    levels: Sequence[LevelSpec],
    by: User | None,
    at: datetime,
) -> Framework:
    """A first draft, without competences yet. Refusals `framework_code_wrong`, `framework_code_taken`,
    `framework_title_empty`, `framework_language_unknown`, those of `save_scale`."""
    rules.check_framework_code(code)
    rules.check_framework_title(title)
    rules.check_language(language)
    if Framework.objects.filter(establishment=establishment, code=code).exists():
        raise Refusal("framework_code_taken", value=code)
    row = Framework(
        establishment=establishment, code=code, language=language, title=title.strip(), source=source.strip()
    )
    row.save()
    save_scale(framework=row, levels=levels, by=by, at=at)
    return row


@transaction.atomic
def change_framework(
    *, framework: Framework, language: str, title: str, source: str, by: User | None, at: datetime
) -> None:
    """What a draft is called. Refusals as above, and `framework_not_a_draft`."""
    rules.check_draft(framework.state)
    rules.check_framework_title(title)
    rules.check_language(language)
    framework.language, framework.title, framework.source = language, title.strip(), source.strip()
    framework.save(update_fields=["language", "title", "source"])


@transaction.atomic
def save_scale(*, framework: Framework, levels: Sequence[LevelSpec], by: User | None, at: datetime) -> None:
    """The scale of a draft, whole. Refusals `framework_not_a_draft`, `scale_length_wrong`, `scale_level_empty`,
    `scale_level_twice`."""
    rules.check_draft(framework.state)
    rules.check_scale(levels)
    known = {row.rank: row for row in framework.levels.all()}
    for rank, level in enumerate(levels):
        row = known.pop(rank, None) or ScaleLevel(framework=framework, rank=rank)
        row.label, row.anchor = level.label.strip(), level.anchor.strip()
        row.anchor_easy, row.pictogram = level.anchor_easy.strip(), level.pictogram
        row.save()
    framework.levels.filter(rank__in=list(known)).delete()


@transaction.atomic
def save_competence(
    *, framework: Framework, spec: CompetenceSpec, row: Competence | None = None, by: User | None, at: datetime
) -> Competence:
    """Added at the end of a draft, or (`row`) changed. Refusals `framework_not_a_draft`, `competence_code_wrong`,
    `competence_code_twice`, `competence_title_empty`, `competence_kind_unknown`, `competence_parent_unknown`,
    `competence_in_itself`."""
    rules.check_draft(framework.state)
    rules.check_competence(spec)
    beside = {one.code: one for one in framework.competences.all() if row is None or one.pk != row.pk}
    names = {one.pk: code for code, one in beside.items()} | ({row.pk: spec.code} if row else {})
    parents = {code: names.get(one.parent_id, "") for code, one in beside.items()}
    rules.check_competence_once(spec.code, parents)
    rules.check_parent(spec.code, spec.parent, {**parents, spec.code: spec.parent})
    if row is None:
        last = framework.competences.aggregate(last=Max("position"))["last"]
        row = Competence(framework=framework, position=0 if last is None else last + 1)
    _write(row, spec, beside.get(spec.parent))
    return row


def _write(row: Competence, spec: CompetenceSpec, parent: Competence | None) -> None:
    row.code, row.parent = spec.code, parent
    for name in _WORDS:
        setattr(row, name, getattr(spec, name).strip())
    row.save()


@transaction.atomic
def remove_competence(*, row: Competence, by: User | None, at: datetime) -> None:
    """Out of a draft. Refusals `framework_not_a_draft`, `competence_has_parts`."""
    rules.check_draft(row.framework.state)
    rules.check_holds_nothing(row.code, list(row.parts.values_list("code", flat=True)))
    row.delete()


@transaction.atomic
def publish_framework(*, framework: Framework, by: User | None, at: datetime) -> None:
    """A draft comes into use; the version before it is retired. Assessments made on that one stay as they are.

    Refusals `framework_state_wrong`, `framework_empty`, those of `save_scale`.
    """
    rules.check_framework_turn(framework.state, FrameworkState.PUBLISHED)
    levels = level_specs(framework)
    rules.check_scale(levels)
    rules.check_has_competences(framework.competences.count())
    before = _published(framework.establishment, framework.code)
    since = None if before is None else (before.scale_since, level_specs(before))
    if before is not None:
        retire_framework(framework=before, by=by, at=at)
    framework.scale_since = rules.scale_since(framework.version, levels, since)
    framework.state, framework.published_at = FrameworkState.PUBLISHED, at
    framework.save(update_fields=["scale_since", "state", "published_at"])


@transaction.atomic
def retire_framework(*, framework: Framework, by: User | None, at: datetime) -> None:
    """No longer used for new assessments. Refusal `framework_state_wrong`."""
    rules.check_framework_turn(framework.state, FrameworkState.RETIRED)
    framework.state = FrameworkState.RETIRED
    framework.save(update_fields=["state"])


@transaction.atomic
def revise_framework(*, framework: Framework, by: User | None, at: datetime) -> Framework:
    """The next version, a draft that begins as a copy. Refusal `framework_drafted_already`."""
    same = Framework.objects.filter(establishment=framework.establishment_id, code=framework.code)
    if same.filter(state=FrameworkState.DRAFT).exists():
        raise Refusal("framework_drafted_already")
    return _drafted(framework.establishment, framework_spec(framework))


@transaction.atomic
def discard_draft(*, framework: Framework, by: User | None, at: datetime) -> None:
    """A draft goes as if it had never been; versions before it stay. Refusal `framework_not_a_draft`."""
    rules.check_draft(framework.state)
    # Deepest first: what holds others goes after them.
    framework.competences.all().delete()
    framework.delete()


@transaction.atomic
def import_framework(
    *, establishment: Establishment, spec: FrameworkSpec, publish: bool, by: User | None, at: datetime
) -> Change:
    """A framework whole: the same again changes nothing; another content becomes the draft, and with `publish` comes into
    use. Raises the first refusal of `rules.problems_of`.
    """
    rules.check_framework(spec)
    versions = Framework.objects.filter(establishment=establishment, code=spec.code)
    latest = versions.order_by("-version").first()
    if latest is not None and framework_spec(latest) == spec:
        if publish and latest.state == FrameworkState.DRAFT:
            publish_framework(framework=latest, by=by, at=at)
            return Change.UPDATED
        return Change.UNCHANGED
    if latest is not None and latest.state == FrameworkState.DRAFT:
        discard_draft(framework=latest, by=by, at=at)
    draft = _drafted(establishment, spec)
    if publish:
        publish_framework(framework=draft, by=by, at=at)
    return Change.CREATED if latest is None else Change.UPDATED


def _published(establishment: Establishment, code: str) -> Framework | None:
    rows = Framework.objects.filter(establishment=establishment, code=code, state=FrameworkState.PUBLISHED)
    return rows.first()


def _drafted(establishment: Establishment, spec: FrameworkSpec) -> Framework:
    """The version after the last, as a draft; few writes, however many competences."""
    versions = Framework.objects.filter(establishment=establishment, code=spec.code)
    version = (versions.aggregate(last=Max("version"))["last"] or 0) + 1
    row = Framework(
        establishment=establishment,
        code=spec.code,
        version=version,
        language=spec.language,
        title=spec.title,
        source=spec.source,
    )
    row.save()
    ScaleLevel.objects.bulk_create(
        [
            ScaleLevel(
                framework=row,
                rank=rank,
                label=level.label,
                anchor=level.anchor,
                anchor_easy=level.anchor_easy,
                pictogram=level.pictogram,
            )
            for rank, level in enumerate(spec.levels)
        ]
    )
    _write_competences(row, spec.competences)
    return row


def _write_competences(framework: Framework, specs: Sequence[CompetenceSpec]) -> None:
    """Made first, then hung below their groups: a part may stand before what holds it."""
    words = [{name: getattr(spec, name) for name in _WORDS} for spec in specs]
    rows = [
        Competence(framework=framework, code=spec.code, position=position, **words[position])
        for position, spec in enumerate(specs)
    ]
    Competence.objects.bulk_create(rows)
    made = {row.code: row for row in framework.competences.all()}
    parts = []
    for spec in specs:
        if spec.parent:
            made[spec.code].parent = made[spec.parent]
            parts.append(made[spec.code])
    Competence.objects.bulk_update(parts, ["parent"], batch_size=500)


# ---------------------------------------------------------------- profiles


@transaction.atomic
def save_profile(
    *,
    establishment: Establishment,
    kind: str,
    name: str,
    activity_code: str,
    asked: Mapping[int, int],
    row: Profile | None = None,
    by: User | None,
    at: datetime,
) -> Profile:
    """Made, or (`row`) changed whole. `asked`: key of a competence to key of a level of its framework.

    Refusals `profile_name_empty`, `profile_asks_nothing`, `profile_name_taken`, `competence_unknown`,
    `level_of_other_framework`.
    """
    rules.check_profile(name, len(asked))
    others = Profile.objects.filter(establishment=establishment, name=name.strip())
    if others.exclude(pk=row.pk if row else None).exists():
        raise Refusal("profile_name_taken", value=name.strip())
    published = Competence.objects.filter(
        framework__establishment=establishment, framework__state=FrameworkState.PUBLISHED
    )
    competences = published.in_bulk(list(asked))
    levels = ScaleLevel.objects.in_bulk(set(asked.values()))
    for key, level in asked.items():
        check_level(competences.get(key), levels.get(level))
    row = row or Profile(establishment=establishment)
    row.kind, row.name, row.activity_code = kind, name.strip(), activity_code.strip()
    row.save()
    row.asked.all().delete()
    ProfileLevel.objects.bulk_create(
        [ProfileLevel(profile=row, competence_id=key, level_id=level) for key, level in asked.items()]
    )
    return row


@transaction.atomic
def remove_profile(*, row: Profile, by: User | None, at: datetime) -> None:
    """A profile is compared with and nothing hangs on it: taken away, it leaves every assessment as it was."""
    row.delete()


def check_level(competence: Competence | None, level: ScaleLevel | None) -> None:
    """The level is of the scale of the competence. Refusals `competence_unknown`, `level_of_other_framework`."""
    if competence is None:
        raise Refusal("competence_unknown")
    if level is None or level.framework_id != competence.framework_id:
        raise Refusal("level_of_other_framework", value=competence.title)
