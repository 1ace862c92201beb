"""The public holidays on which a house works, in its calendar.

A day that was listed without being a public holiday is marked too, and counted as one until the calendar is made anew,
which the first `daily` does.
"""

from django.db import migrations, models

from etabli.core.periods import day_no
from etabli.kit.journal import JournalledPython


def mark(apps, schema_editor):
    calendar, worked = apps.get_model("org", "CalendarDay"), apps.get_model("org", "WorkedHoliday")
    for place, day in worked.objects.order_by("pk").values_list("establishment", "day"):
        calendar.objects.filter(establishment=place, day_no=day_no(day)).update(worked_holiday=1)


class Migration(migrations.Migration):
    dependencies = [("org", "0012_placement_parameters")]
    operations = [
        migrations.AddField(
            model_name="calendarday", name="worked_holiday", field=models.IntegerField(default=0)
        ),
        JournalledPython(mark, migrations.RunPython.noop),
    ]
