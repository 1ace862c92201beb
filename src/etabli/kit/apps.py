from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate

from etabli.kit import actor, among, journal


def _before_migrate(plan: list[Any], using: str, **kwargs: object) -> None:
    if plan:
        journal.make_way(using)


def _after_migrate(using: str, **kwargs: object) -> None:
    journal.install(using)


class KitConfig(AppConfig):
    name = "etabli.kit"
    label = "kit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        among.register()
        connection_created.connect(actor.on_connection, dispatch_uid="etabli.kit.actor")
        pre_migrate.connect(_before_migrate, sender=self, dispatch_uid="etabli.kit.journal")
        post_migrate.connect(_after_migrate, sender=self, dispatch_uid="etabli.kit.journal")
