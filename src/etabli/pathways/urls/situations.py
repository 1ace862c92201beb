from django.urls import URLPattern, path

from etabli.pathways.views import situations as views

urls_situations: list[URLPattern] = [
    path("situation/", views.situation_gaps, name="situation_gaps"),
    path("<int:pk>/situation/", views.situation, name="situation"),
    path("<int:pk>/situation/<slug:question>/", views.situation_answer, name="situation_answer"),
]
