from django.apps import AppConfig

from etabli.kit import changes, held, rights, wording
from etabli.org import reads
from etabli.pathways.access import RIGHTS
from etabli.pathways.wording import NAMES, READS, SENTENCES


class PathwaysConfig(AppConfig):
    name = "etabli.pathways"
    label = "pathways"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        rights.register(RIGHTS)
        wording.register(SENTENCES)
        wording.register_names(NAMES)
        reads.register(READS)
        # Models are ready only now.
        from etabli.org.actions import CALENDAR_CHANGED  # noqa: PLC0415
        from etabli.pathways import held as ours  # noqa: PLC0415
        from etabli.pathways import history  # noqa: PLC0415
        from etabli.pathways.actions.checking import check_left, check_people  # noqa: PLC0415
        from etabli.pathways.actions.deriving import follow_people, follow_person  # noqa: PLC0415
        from etabli.pathways.actions.exits import follow_leavings  # noqa: PLC0415
        from etabli.pathways.actions.following import follow_calendar, follow_engagements  # noqa: PLC0415
        from etabli.people.actions import ENGAGEMENTS_CHANGED, PERSON_CHANGED  # noqa: PLC0415

        history.register()
        held.register(ours.PARTS)
        changes.listen(ENGAGEMENTS_CHANGED, check_people)
        changes.listen(ENGAGEMENTS_CHANGED, check_left)
        changes.listen(ENGAGEMENTS_CHANGED, follow_people)
        changes.listen(ENGAGEMENTS_CHANGED, follow_leavings)
        changes.listen(ENGAGEMENTS_CHANGED, follow_engagements)
        changes.listen(PERSON_CHANGED, follow_person)
        # After the attendance, which is a lower room and counts anew what is due.
        changes.listen(CALENDAR_CHANGED, follow_calendar)
