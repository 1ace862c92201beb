"""Addresses of the room, under the number of an establishment, a file for each matter."""

from etabli.pathways.urls.agreements import urls_agreements
from etabli.pathways.urls.exits import urls_exits
from etabli.pathways.urls.hosts import urls_hosts
from etabli.pathways.urls.overview import urls_overview
from etabli.pathways.urls.placements import urls_placements
from etabli.pathways.urls.recognitions import urls_recognitions
from etabli.pathways.urls.situations import urls_situations
from etabli.pathways.urls.waiting import urls_waiting

app_name = "pathways"
urlpatterns = [
    *urls_overview,
    *urls_placements,
    *urls_hosts,
    *urls_agreements,
    *urls_exits,
    *urls_recognitions,
    *urls_waiting,
    *urls_situations,
]
