"""Addresses of the pages that touch several rooms."""

from django.urls import path

from etabli.web import views

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("switch/", views.switch, name="switch"),
    path("theme/", views.theme, name="theme"),
    path("language/", views.set_language, name="set_language"),
    path("gallery/", views.gallery, name="gallery"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("robots.txt", views.robots, name="robots"),
    path("health/", views.health, name="health"),
    path("<str:finess>/", views.place_home, name="place"),
]
