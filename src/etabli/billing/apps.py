from django.apps import AppConfig

from etabli.billing.access import RIGHTS
from etabli.billing.wording import SENTENCES
from etabli.kit import rights, wording


class BillingConfig(AppConfig):
    name = "etabli.billing"
    label = "billing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        rights.register(RIGHTS)
        wording.register(SENTENCES)
