from django.apps import AppConfig

from etabli.kit import rights, wording
from etabli.production.access import RIGHTS
from etabli.production.wording import SENTENCES


class ProductionConfig(AppConfig):
    name = "etabli.production"
    label = "production"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        rights.register(RIGHTS)
        wording.register(SENTENCES)
