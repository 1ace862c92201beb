from django.apps import AppConfig

from etabli.exchange.wording import SENTENCES
from etabli.kit import rights, wording


class ExchangeConfig(AppConfig):
    name = "etabli.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models of the rooms below are ready only now.
        from etabli.exchange.access import RIGHTS  # noqa: PLC0415

        rights.register(RIGHTS)
        wording.register(SENTENCES)
