"""Of the persons who are there already: their profiles, and their leavings, to nobody knows where."""

from collections import defaultdict

from django.db import migrations

from etabli.core.periods import day_no
from etabli.kit.journal import JournalledPython
from etabli.pathways.rules.facts import Stay, entries, exits

UNKNOWN = ("had_ordinary_job", "first_protected", "temporary", "driving_licence", "highway_code", "mobility_card", "transport")


def derive(apps, schema_editor):
    engagements = apps.get_model("people", "Engagement")
    stays, people = defaultdict(list), defaultdict(dict)
    columns = ("establishment", "pk", "person", "kind", "starts_on", "ends_before", "person__birth_date", "person__sex")
    for place, key, person, kind, start, end, born, sex in engagements.objects.order_by("pk").values_list(*columns):
        people[place][person] = born, sex
        if kind == "accompaniment":
            stays[place].append(Stay(key, person, start, end))
    left, profile = apps.get_model("pathways", "ExitFact"), apps.get_model("pathways", "PersonFact")
    for place, known in people.items():
        first = entries(stays[place])
        left.objects.bulk_create(
            left(
                establishment_id=place, subject_id=stay.person, engagement=stay.engagement, exit_day=day_no(day),
                destination="unknown", ordinary=0, contract="",
            )
            for stay, day, _ in exits(stays[place], {})
        )
        profile.objects.bulk_create(
            profile(
                establishment_id=place, subject_id=person, sex=sex, birth_day=day_no(born) if born else None,
                entry_day=day_no(first[person]) if person in first else None, **dict.fromkeys(UNKNOWN, -1),
            )
            for person, (born, sex) in known.items()
        )


class Migration(migrations.Migration):
    dependencies = [("pathways", "0002_following"), ("people", "0007_erasure_reason")]
    operations = [JournalledPython(derive, migrations.RunPython.noop)]
