from django.apps import AppConfig

from etabli.billing.access import RIGHTS
from etabli.billing.wording import READS, SENTENCES
from etabli.kit import changes, rights, wording
from etabli.org import reads


class BillingConfig(AppConfig):
    name = "etabli.billing"
    label = "billing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        rights.register(RIGHTS)
        wording.register(SENTENCES)
        reads.register(READS)
        # Models are ready only now, and the actions import them.
        from etabli.billing.actions import keep_billed_delivery  # noqa: PLC0415
        from etabli.orders.topics import DELIVERY_CANCELLING  # noqa: PLC0415

        changes.listen(DELIVERY_CANCELLING, keep_billed_delivery)
