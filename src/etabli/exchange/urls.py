"""Addresses of the room, under the number of an establishment."""

from django.urls import path

from etabli.exchange import views
from etabli.exchange.star import views as star

app_name = "exchange"
urlpatterns = [
    path("", views.imports, name="imports"),
    path("exports/", star.exports, name="exports"),
    path("template/<str:kind>/", views.template, name="template"),
    path("new/<str:kind>/", views.upload, name="upload"),
    path("checked/<str:token>/", views.preview, name="preview"),
    path("checked/<str:token>/write/", views.confirm, name="confirm"),
]
