from django.apps import AppConfig

from etabli.kit import held, rights, wording
from etabli.org import reads
from etabli.people.access import RIGHTS
from etabli.people.wording import READS, SENTENCES


class PeopleConfig(AppConfig):
    name = "etabli.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        rights.register(RIGHTS)
        wording.register(SENTENCES)
        # Models are ready only now.
        from etabli.people import held as ours  # noqa: PLC0415
        from etabli.people import history  # noqa: PLC0415
        from etabli.people.queries import names_of  # noqa: PLC0415

        history.register()
        held.register(ours.PARTS)
        reads.register(READS, {"people_person": names_of})
