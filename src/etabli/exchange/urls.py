"""Addresses of the room, under the number of an establishment."""

from django.urls import path

from etabli.exchange import views
from etabli.exchange.passport import views as passport
from etabli.exchange.star import views as star

app_name = "exchange"
urlpatterns = [
    path("", views.imports, name="imports"),
    path("exports/", star.exports, name="exports"),
    path("passport/<int:pk>/", passport.passport, name="passport"),
    path("passport/<int:pk>/<slug:kind>/", passport.passport_file, name="passport_file"),
    path("plan/<int:pk>/", views.plan_file, name="plan_file"),
    path("template/<str:kind>/", views.template, name="template"),
    path("new/<str:kind>/", views.upload, name="upload"),
    path("checked/<str:token>/", views.preview, name="preview"),
    path("checked/<str:token>/write/", views.confirm, name="confirm"),
]
