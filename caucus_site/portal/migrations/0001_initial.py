import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from caucus_site.core.migration_operations import CreateTogether


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether(
            [
                migrations.CreateModel(
                    name="LastLook",
                    fields=[
                        (
                            "account",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="+",
                                serialize=False,
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="account",
                            ),
                        ),
                        ("position", models.PositiveBigIntegerField(verbose_name="read up to")),
                    ],
                    options={
                        "verbose_name": "last look",
                        "verbose_name_plural": "last looks",
                    },
                ),
            ]
        ),
    ]
