"""Addresses of the room, under the number of an establishment."""

from django.urls import path

from etabli.people import views

app_name = "people"
urlpatterns = [
    path("", views.people, name="list"),
    path("export.<str:kind>", views.export, name="export"),
    path("add/", views.add, name="add"),
    path("<int:pk>/", views.person, name="person"),
    path("<int:pk>/identity/", views.identity, name="identity"),
    path("<int:pk>/engagements/add/", views.engagement_add, name="engagement_add"),
    path("<int:pk>/engagements/<int:engagement>/", views.engagement, name="engagement"),
    path("<int:pk>/engagements/<int:engagement>/end/", views.engagement_end, name="engagement_end"),
    path("<int:pk>/engagements/<int:engagement>/resume/", views.engagement_resume, name="engagement_resume"),
    path("<int:pk>/engagements/<int:engagement>/terms/add/", views.terms_add, name="terms_add"),
    path("<int:pk>/engagements/<int:engagement>/terms/restore/", views.terms_restore, name="terms_restore"),
    path("<int:pk>/engagements/<int:engagement>/terms/<int:terms>/", views.terms, name="terms"),
    path("<int:pk>/engagements/<int:engagement>/terms/<int:terms>/remove/", views.terms_remove, name="terms_remove"),
    path("<int:pk>/elsewhere/add/", views.outside_add, name="outside_add"),
    path("<int:pk>/elsewhere/restore/", views.outside_restore, name="outside_restore"),
    path("<int:pk>/elsewhere/<int:outside>/", views.outside, name="outside"),
    path("<int:pk>/elsewhere/<int:outside>/remove/", views.outside_remove, name="outside_remove"),
]
