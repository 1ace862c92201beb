"""Addresses of the tablet's own page, which names no establishment (its device has one), and of those who manage tablets."""

from django.urls import path

from etabli.tablet import views

app_name = "tablet"
urlpatterns = [
    path("", views.shell, name="shell"),
    path("sw.js", views.service_worker, name="service_worker"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("authority.crt", views.authority, name="authority"),
    path("enrol", views.enrol, name="enrol"),
    path("enrol/code", views.enrol_code, name="enrol_code"),
    path("csrf", views.csrf, name="csrf"),
    path("data", views.data, name="data"),
    path("sync", views.sync, name="sync"),
    path("photo/<uuid:key>", views.photo, name="photo"),
    path("face/<int:author>/<uuid:key>", views.face, name="face"),
    path("language", views.speak, name="speak"),
    path("leave", views.leave, name="leave"),
]

place_urlpatterns = [
    path("", views.tablets, name="list"),
    path("code/", views.code_make, name="code"),
    path("temporary/", views.temporary_add, name="temporary"),
    path("restore/", views.restore, name="restore"),
    path("<uuid:device>/revoke/", views.revoke, name="revoke"),
    path("enrolments/<int:enrolment>/end/", views.take_off, name="take_off"),
]
"""Included in the namespace `tablets`, under the number of an establishment."""
