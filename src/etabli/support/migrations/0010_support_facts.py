"""Fact tables that the figures of support count, derived from what was written down already."""

from collections import Counter

import django.db.models.deletion
from django.db import migrations, models

from etabli.core.periods import day_no
from etabli.kit.journal import JournalledPython

FOR_EVER = 9_999_999
WHO = ("establishment_id", "person_id")


def levels(apps):
    fact = apps.get_model("support", "AssessedLevelFact")
    rows = apps.get_model("support", "Assessment").objects.filter(
        corrected_by__isnull=True, withdrawn=False, level__isnull=False
    )
    line = ("competence__framework__code", "competence__framework__scale_since", "competence__code", "by_person")
    turns = Counter()
    for *key, day, rank in rows.order_by("day", "acted_at", "pk").values_list(*WHO, *line, "day", "level__rank"):
        turns[tuple(key)] += 1
        place, person, framework, since, code, by_person = key
        yield fact(
            establishment_id=place, subject_id=person, framework=framework, scale_since=since, competence=code,
            by_person=int(by_person), turn=turns[tuple(key)], day_no=day_no(day), level=rank,
        )


def sessions(apps):
    fact = apps.get_model("support", "SupportSessionFact")
    names = ("action__establishment_id", "action__person_id", "pk", "action__kind_id", "action__kind__category")
    rows = apps.get_model("support", "ActionSession").objects.order_by("pk")
    for place, person, key, kind, category, day, minutes in rows.values_list(*names, "day", "minutes"):
        yield fact(
            establishment_id=place, subject_id=person, session=key, action_kind=kind, category=category,
            day_no=day_no(day), minutes=minutes,
        )


def adaptations(apps):
    fact = apps.get_model("support", "WorkAdaptationFact")
    for row in apps.get_model("support", "Adaptation").objects.order_by("pk"):
        yield fact(
            establishment_id=row.establishment_id, subject_id=row.person_id, adaptation=row.pk,
            from_day=day_no(row.starts_on), to_day=day_no(row.ends_before) if row.ends_before else FOR_EVER,
            cost=row.cost_cents, minutes_saved=row.minutes_saved,
        )


def goals(apps):
    fact = apps.get_model("support", "EndedGoalFact")
    for row in apps.get_model("support", "Goal").objects.filter(ends_before__isnull=False).order_by("pk"):
        yield fact(
            establishment_id=row.establishment_id, subject_id=row.person_id, goal=row.pk,
            ended_day=day_no(row.ends_before), outcome=row.outcome,
        )


def derive(apps, schema_editor):
    names = ("AssessedLevelFact", "SupportSessionFact", "WorkAdaptationFact", "EndedGoalFact")
    for name, found in zip(names, (levels, sessions, adaptations, goals), strict=True):
        apps.get_model("support", name).objects.bulk_create(found(apps), batch_size=500)


def table(name, table_name, index, columns, nobody=False):
    def person(null):
        return models.ForeignKey(
            db_column="subject", null=null, on_delete=django.db.models.deletion.CASCADE, related_name="+",
            to="people.person",
        )

    place = models.ForeignKey(
        db_column="establishment", on_delete=django.db.models.deletion.CASCADE, related_name="+",
        to="org.establishment",
    )
    key = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")
    return migrations.CreateModel(
        name=name,
        fields=[("id", key), *columns, ("establishment", place), ("subject", person(nobody))],
        options={
            "db_table": table_name,
            "indexes": [models.Index(fields=["establishment", "subject"], name=index)],
        },
    )


def numbers(*names):
    return [(name, models.IntegerField()) for name in names]


class Migration(migrations.Migration):
    dependencies = [
        ("org", "0009_trial_limit"),
        ("people", "0007_erasure_reason"),
        ("support", "0009_training_facts"),
    ]

    operations = [
        table(
            "AssessedLevelFact", "assessed_level", "assessed_level_by_person",
            [
                ("framework", models.CharField(max_length=40)),
                ("competence", models.CharField(max_length=60)),
                *numbers("scale_since", "by_person", "turn", "day_no", "level"),
            ],
        ),
        table(
            "SupportSessionFact", "support_session", "support_session_by_person",
            [("category", models.CharField(max_length=20)), *numbers("session", "action_kind", "day_no", "minutes")],
        ),
        table(
            "WorkAdaptationFact", "work_adaptation", "work_adaptation_by_person",
            [("cost", models.BigIntegerField()), *numbers("adaptation", "from_day", "to_day", "minutes_saved")],
            nobody=True,
        ),
        table(
            "EndedGoalFact", "ended_goal", "ended_goal_by_person",
            [("outcome", models.CharField(max_length=20)), *numbers("goal", "ended_day")],
        ),
        JournalledPython(derive, migrations.RunPython.noop),
    ]
