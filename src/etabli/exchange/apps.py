from django.apps import AppConfig

from etabli.exchange.star import wording as star
from etabli.exchange.wording import READS, SENTENCES
from etabli.kit import rights, wording


class ExchangeConfig(AppConfig):
    name = "etabli.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models of the rooms below are ready only now.
        from etabli.exchange.access import RIGHTS  # noqa: PLC0415
        from etabli.exchange.star.access import RIGHTS as STAR_RIGHTS  # noqa: PLC0415
        from etabli.org import reads  # noqa: PLC0415

        rights.register(RIGHTS | STAR_RIGHTS)
        wording.register(SENTENCES | star.SENTENCES)
        reads.register(star.READS | READS)
