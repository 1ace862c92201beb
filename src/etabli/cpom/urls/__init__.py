"""Addresses of the room, under the number of an establishment; a list for each matter."""

from __future__ import annotations

from etabli.cpom.urls.register import urls_register
from etabli.cpom.urls.simulator import urls_simulator

app_name = "cpom"
urlpatterns = [*urls_register, *urls_simulator]
