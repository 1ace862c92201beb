"""Addresses of the kit. Row keys are text: numbers or UUIDs."""

from django.urls import path

from etabli.kit import views

urlpatterns = [
    path("welcome/<str:uid>/<str:token>/", views.first_password, name="first_password"),
    path("<str:finess>/history/<slug:table>/<str:row_id>/", views.history, name="history"),
]
