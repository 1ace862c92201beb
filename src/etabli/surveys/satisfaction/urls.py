"""Addresses of the office; those where people answer stand at the root, short enough to be typed."""

from __future__ import annotations

from django.urls import path

from etabli.surveys.satisfaction import views

urls_satisfaction = [
    path("satisfaction/", views.satisfaction, name="satisfaction"),
    path("satisfaction/add/", views.satisfaction_write, name="satisfaction_add"),
    path("satisfaction/<int:campaign>/", views.satisfaction_campaign, name="satisfaction_campaign"),
    path("satisfaction/<int:campaign>/change/", views.satisfaction_write, name="satisfaction_change"),
    path("satisfaction/<int:campaign>/codes/", views.satisfaction_codes, name="satisfaction_codes"),
    path("satisfaction/<int:campaign>/close/", views.satisfaction_close, name="satisfaction_close"),
    path("satisfaction/<int:campaign>/reopen/", views.satisfaction_reopen, name="satisfaction_reopen"),
    path("satisfaction/<int:campaign>/chart/", views.satisfaction_chart, name="satisfaction_chart"),
]
