from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0006_erased_persons'),
    ]

    operations = [
        migrations.AddField(
            model_name='person',
            name='erased_reason',
            field=models.CharField(blank=True, default='', editable=False, max_length=200),
            preserve_default=False,
        ),
    ]
