"""Addresses of the room, under the number of an establishment; a list for each matter."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "cpom"
urlpatterns: list[URLPattern] = []
