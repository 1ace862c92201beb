from django.apps import AppConfig

from etabli.exchange.wording import SENTENCES
from etabli.kit import wording


class ExchangeConfig(AppConfig):
    name = "etabli.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        wording.register(SENTENCES)
