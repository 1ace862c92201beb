"""The free words of who pays for a training stay; those that name a fund of the survey get its code. Facts of all of them."""

from django.db import migrations

from etabli.core.periods import day_no
from etabli.kit.journal import JournalledPython

NAMED = (("opco", "opco"), ("anfh", "anfh"), ("cpf", "cpf"), ("compte personnel de formation", "cpf"))


def code_of(words):
    """The fund that the words name; empty when they name none, or more than one."""
    found = {code for word, code in NAMED if word in words.casefold()}
    return found.pop() if len(found) == 1 else ""


def derive(apps, schema_editor):
    training, fact = apps.get_model("support", "Training"), apps.get_model("support", "TrainingFact")
    for row in training.objects.exclude(funder="").order_by("pk"):
        row.funding = code_of(row.funder)
        row.save(update_fields=["funding"])
    fact.objects.bulk_create(
        fact(
            establishment_id=row.establishment_id, subject_id=row.person_id, training=row.pk, funding=row.funding,
            given_by="", self_determination=0, from_day=day_no(row.starts_on),
            to_day=day_no(row.ends_before) if row.ends_before else day_no(row.starts_on) + 1,
        )
        for row in training.objects.order_by("pk")
    )


class Migration(migrations.Migration):
    dependencies = [("support", "0008_training")]
    operations = [JournalledPython(derive, migrations.RunPython.noop)]
