from django.apps import AppConfig

from etabli.kit import rights, wording
from etabli.org import reads
from etabli.surveys.access import RIGHTS
from etabli.surveys.satisfaction.wording import SENTENCES as SATISFACTION
from etabli.surveys.wording import READS, SENTENCES, field_named


class SurveysConfig(AppConfig):
    name = "etabli.surveys"
    label = "surveys"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        rights.register(RIGHTS)
        wording.register(SENTENCES)
        wording.register(SATISFACTION)
        wording.register_names({"survey_field": field_named})
        reads.register(READS)
