"""The WSGI application served by granian or waitress."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "etabli.config.settings")
application = get_wsgi_application()

from etabli.config.serving import settle_memory  # noqa: E402 - the settings are read above

settle_memory()
