"""The free words of who pays for a training stay; those that name a fund of the survey get its code. Facts of all of them."""

import re

from django.db import migrations

from etabli.core.periods import day_no
from etabli.kit.journal import JournalledPython

NAMED = ((r"\bopco sant[ée]\b", "opco"), (r"\banfh\b", "anfh"), (r"\bcpf\b|\bcompte personnel de formation\b", "cpf"))
UNSURE = r"\b(hors|sans|pas|non|refus\w*)\b|\bopco\b(?! sant[ée]\b)"


def code_of(words):
    """The fund that the words name; empty when they name none or more than one, another OPCO, or say that one did not pay."""
    text = words.casefold()
    found = {code for pattern, code in NAMED if re.search(pattern, text)}
    return found.pop() if len(found) == 1 and not re.search(UNSURE, text) else ""


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
