"""What may be learnt: frameworks with their scales and competences, and the profiles of tasks and posts."""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.db.models import Q

from etabli.org.models import Establishment
from etabli.support.access import FrameworkQuerySet
from etabli.support.states import CompetenceKind, FrameworkState, ProfileKind

_LANGUAGES = [(code, code) for code in ("fr", "nl", "en")]


def _choices(values: type[StrEnum]) -> list[tuple[str, str]]:
    return [(value.value, value.value) for value in values]


class Framework(models.Model):
    """A version of a set of competences and of the one scale they are assessed on. Once published it never changes.

    `scale_since`: the version from which on the levels mean what they mean in this one. Assessments of versions with the
    same code and the same `scale_since` may be compared, others not.
    """

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    version = models.PositiveIntegerField(default=1)
    scale_since = models.PositiveIntegerField(default=1)
    language = models.CharField(max_length=2, choices=_LANGUAGES)
    title = models.CharField(max_length=200)
    source = models.CharField(max_length=300, blank=True, help_text="Where it comes from, and under which licence.")
    state = models.CharField(max_length=10, choices=_choices(FrameworkState), default=FrameworkState.DRAFT)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        ordering = ["title", "code", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["establishment", "code", "version"], name="framework_version_once"),
            models.UniqueConstraint(
                fields=["establishment", "code"], condition=Q(state="published"), name="framework_published_once"
            ),
            models.UniqueConstraint(
                fields=["establishment", "code"], condition=Q(state="draft"), name="framework_drafted_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"


class ScaleLevel(models.Model):
    """A level of the scale of a framework. `rank` from 0; ranks order levels and measure nothing.

    `anchor`: what someone sees at this level. `anchor_easy`: the same in easy language, said to the person herself.
    `pictogram`: name of a drawing in OpenMoji.
    """

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="levels")
    rank = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=80)
    anchor = models.CharField(max_length=300, blank=True)
    anchor_easy = models.CharField(max_length=200, blank=True)
    pictogram = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["framework", "rank"]
        constraints = [models.UniqueConstraint(fields=["framework", "rank"], name="level_once_a_rank")]

    def __str__(self) -> str:
        return self.label


class Competence(models.Model):
    """Something that can be known, done or shown at work. Its code stays from version to version.

    `easy`: what it is in easy language, as a question to the person. `parent`: the group it stands in. `external_code`: its
    code in ROME or Competent.
    """

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="competences")
    code = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=_choices(CompetenceKind))
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    easy = models.CharField(max_length=200, blank=True)
    pictogram = models.CharField(max_length=60, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="parts")
    external_code = models.CharField(max_length=60, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["framework", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["framework", "code"], name="competence_code_once")]

    def __str__(self) -> str:
        return self.title


class Profile(models.Model):
    """Which levels a task or a post asks for. `activity_code`: code of the activity where the work is written down."""

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=_choices(ProfileKind))
    name = models.CharField(max_length=120)
    activity_code = models.CharField(max_length=30, blank=True)

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["establishment", "name"], name="profile_name_once")]

    def __str__(self) -> str:
        return self.name


class ProfileLevel(models.Model):
    """The level of a competence that a profile asks for, both of one framework."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="asked")
    competence = models.ForeignKey(Competence, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(ScaleLevel, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["profile", "competence"]
        constraints = [models.UniqueConstraint(fields=["profile", "competence"], name="profile_asks_once")]
