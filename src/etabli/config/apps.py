from django.apps import AppConfig

from etabli.config.wording import SENTENCES
from etabli.kit import wording


class ConfigConfig(AppConfig):
    name = "etabli.config"
    label = "config"

    def ready(self) -> None:
        wording.register(SENTENCES)
