"""Addresses of the room, under the number of an establishment."""

from __future__ import annotations

from django.urls import URLPattern, path

from etabli.surveys import views
from etabli.surveys.satisfaction.urls import urls_satisfaction

_FORM = "<slug:form>/<int:year>/"

urls_forms: list[URLPattern] = [
    path("", views.forms, name="forms"),
    path(f"{_FORM}", views.form, name="form"),
    path(f"{_FORM}sections/<slug:section>/", views.section, name="section"),
    path(f"{_FORM}fields/<slug:field>/", views.answer, name="answer"),
    path(f"{_FORM}restore/", views.restore, name="restore"),
    path(f"{_FORM}fields/<slug:field>/persons/", views.behind, name="behind"),
    path(f"{_FORM}fields/<slug:field>/persons/export/", views.behind_export, name="behind_export"),
    path(f"{_FORM}missing/", views.gaps, name="gaps"),
    path(f"{_FORM}versions/", views.editions, name="editions"),
    path(f"{_FORM}versions/<int:number>/", views.edition, name="edition"),
    path(f"{_FORM}versions/<int:number>/<slug:kind>/", views.edition_file, name="edition_file"),
]

app_name = "surveys"
urlpatterns = [*urls_satisfaction, *urls_forms]
