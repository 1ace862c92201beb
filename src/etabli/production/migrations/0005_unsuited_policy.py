import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("org", "0006_obligation_parameters"),
        ("production", "0004_presence_purposes"),
    ]

    operations = [
        migrations.CreateModel(
            name="UnsuitedPolicy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("refuses", models.BooleanField(default=False)),
                (
                    "establishment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="org.establishment"
                    ),
                ),
            ],
        ),
    ]
