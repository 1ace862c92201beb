from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("production", "0003_presence_targets"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="presencetarget",
            options={"ordering": ["workshop", "purpose", "starts_on"]},
        ),
        migrations.AddField(
            model_name="presencetarget",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("production", "production"),
                    ("support", "support"),
                    ("training", "training"),
                    ("project", "project"),
                ],
                default="production",
                max_length=10,
            ),
        ),
        migrations.RemoveConstraint(
            model_name="presencetarget",
            name="presence_target_once_a_day",
        ),
        migrations.AddConstraint(
            model_name="presencetarget",
            constraint=models.UniqueConstraint(
                fields=("workshop", "purpose", "starts_on"), name="presence_target_once_a_day"
            ),
        ),
    ]
