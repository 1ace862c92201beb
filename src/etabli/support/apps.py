from django.apps import AppConfig

from etabli.kit import rights, wording
from etabli.support.access import RIGHTS
from etabli.support.wording import SENTENCES


class SupportConfig(AppConfig):
    name = "etabli.support"
    label = "support"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        rights.register(RIGHTS)
        wording.register(SENTENCES)
