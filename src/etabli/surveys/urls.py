"""Addresses of the room, under the number of an establishment."""

from __future__ import annotations

from etabli.surveys.form_urls import urls_forms
from etabli.surveys.satisfaction.urls import urls_satisfaction

app_name = "surveys"
urlpatterns = [*urls_satisfaction, *urls_forms]
