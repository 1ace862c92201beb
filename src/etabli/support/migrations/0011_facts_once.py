"""Each fact of support stands once: what two writers at once may have doubled is derived anew."""

from importlib import import_module

from django.db import migrations, models
from django.db.models import Max

from etabli.kit.journal import JournalledPython

facts = import_module("etabli.support.migrations.0010_support_facts")
LEVEL = ["establishment", "subject", "framework", "scale_since", "competence", "by_person", "turn"]
ONCE = {
    "AssessedLevelFact": (LEVEL, "assessed_level_once"),
    "SupportSessionFact": (["establishment", "session"], "support_session_once"),
    "WorkAdaptationFact": (["establishment", "adaptation"], "work_adaptation_once"),
    "EndedGoalFact": (["establishment", "goal"], "ended_goal_once"),
    "TrainingFact": (["establishment", "training"], "training_fact_once"),
}


def empty(apps, schema_editor):
    """Of a training, the row written last stays; the others are derived below, once the tables hold nothing twice."""
    for name in ONCE:
        rows = apps.get_model("support", name).objects.all()
        if name == "TrainingFact":
            last = rows.values("establishment", "training").annotate(last=Max("pk")).values("last")
            rows = rows.exclude(pk__in=list(last.values_list("last", flat=True)))
        rows.delete()


class Migration(migrations.Migration):
    dependencies = [("support", "0010_support_facts")]

    operations = [
        JournalledPython(empty, migrations.RunPython.noop),
        *(
            migrations.AddConstraint(name, models.UniqueConstraint(fields=fields, name=constraint))
            for name, (fields, constraint) in ONCE.items()
        ),
        # After the constraints: PostgreSQL changes no table that has rows whose keys are still to be checked.
        JournalledPython(facts.derive, migrations.RunPython.noop),
    ]
