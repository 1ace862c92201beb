from django.apps import AppConfig

from etabli.kit import rights, wording
from etabli.org.access import RIGHTS
from etabli.org.wording import SENTENCES


class OrgConfig(AppConfig):
    name = "etabli.org"
    label = "org"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        rights.register(RIGHTS)
        wording.register(SENTENCES)
        # Models are ready only now.
        from etabli.org import history  # noqa: PLC0415

        history.register()
