"""The WSGI application served by granian or waitress."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "etabli.config.settings")
application = get_wsgi_application()
