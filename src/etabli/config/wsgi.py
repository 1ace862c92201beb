"""The WSGI application served by granian or waitress."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "etabli.config.settings")
application = get_wsgi_application()

from etabli.config.serving import settle_memory, start_checkpoints  # noqa: E402 - the settings are read above

settle_memory()
# Here and not in the command that serves: the processes that answer are forked from that, and threads are not.
start_checkpoints()
