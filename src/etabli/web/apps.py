from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "etabli.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"
