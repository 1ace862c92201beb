"""Addresses of the room, under the number of an establishment."""

from django.urls import path

from etabli.people import views

app_name = "people"
urlpatterns = [
    path("", views.people, name="list"),
    path("export.<str:kind>", views.export, name="export"),
    path("add/", views.add, name="add"),
    path("<int:pk>/", views.person, name="person"),
    path("<int:pk>/photo/", views.photo, name="photo"),
    path("<int:pk>/photo/edit/", views.photo_edit, name="photo_edit"),
    path("<int:pk>/identity/", views.identity, name="identity"),
    path("<int:pk>/engagements/add/", views.engagement_add, name="engagement_add"),
    path("<int:pk>/engagements/<int:engagement>/", views.engagement, name="engagement"),
    path("<int:pk>/engagements/<int:engagement>/end/", views.engagement_end, name="engagement_end"),
    path("<int:pk>/engagements/<int:engagement>/resume/", views.engagement_resume, name="engagement_resume"),
    path("<int:pk>/engagements/<int:engagement>/terms/add/", views.terms_add, name="terms_add"),
    path("<int:pk>/engagements/<int:engagement>/terms/restore/", views.terms_restore, name="terms_restore"),
    path("<int:pk>/engagements/<int:engagement>/terms/<int:terms>/", views.terms, name="terms"),
    path("<int:pk>/engagements/<int:engagement>/terms/<int:terms>/remove/", views.terms_remove, name="terms_remove"),
    path("<int:pk>/restrictions/add/", views.restriction_add, name="restriction_add"),
    path("<int:pk>/restrictions/<int:restriction>/", views.restriction, name="restriction"),
    path("<int:pk>/restrictions/<int:restriction>/end/", views.restriction_end, name="restriction_end"),
    path("<int:pk>/restrictions/<int:restriction>/resume/", views.restriction_resume, name="restriction_resume"),
    path("<int:pk>/certifications/add/", views.certification_add, name="certification_add"),
    path("<int:pk>/certifications/restore/", views.certification_restore, name="certification_restore"),
    path("<int:pk>/certifications/<int:certification>/", views.certification, name="certification"),
    path(
        "<int:pk>/certifications/<int:certification>/remove/", views.certification_remove, name="certification_remove"
    ),
    path("<int:pk>/stays/add/", views.stay_add, name="stay_add"),
    path("<int:pk>/stays/restore/", views.stay_restore, name="stay_restore"),
    path("<int:pk>/stays/<int:stay>/end/", views.stay_end, name="stay_end"),
    path("<int:pk>/elsewhere/add/", views.outside_add, name="outside_add"),
    path("<int:pk>/elsewhere/restore/", views.outside_restore, name="outside_restore"),
    path("<int:pk>/elsewhere/<int:outside>/", views.outside, name="outside"),
    path("<int:pk>/elsewhere/<int:outside>/remove/", views.outside_remove, name="outside_remove"),
]
