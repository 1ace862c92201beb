from django.apps import AppConfig

from etabli.kit import held, rights, wording
from etabli.orders.access import RIGHTS
from etabli.orders.wording import NAMES, SENTENCES


class OrdersConfig(AppConfig):
    name = "etabli.orders"
    label = "orders"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        rights.register(RIGHTS)
        wording.register(SENTENCES)
        wording.register_names(NAMES)
        # Models are ready only now.
        from etabli.orders import held as ours  # noqa: PLC0415
        from etabli.orders import history  # noqa: PLC0415

        history.register()
        held.register(ours.PARTS)
