from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('support', '0005_reliability'),
    ]

    operations = [
        migrations.AddField(
            model_name='consent',
            name='easy',
            field=models.TextField(blank=True, default='', help_text='The easy words as they were shown.', max_length=1000),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='consent',
            name='means',
            field=models.CharField(blank=True, choices=[('spoken', 'spoken'), ('written', 'written'), ('pictograms', 'pictograms'), ('helped', 'helped')], max_length=12),
        ),
    ]
