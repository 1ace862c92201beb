from django.urls import URLPattern, path

from etabli.pathways.views import recognitions as views

urls_recognitions: list[URLPattern] = [
    path("recognitions/", views.recognitions, name="recognitions"),
    path("recognitions/export/<slug:kind>/", views.recognitions_export, name="recognitions_export"),
    path("recognitions/add/", views.recognition_add, name="recognition_add"),
    path("recognitions/restore/", views.recognition_restore, name="recognition_restore"),
    path("recognitions/<int:recognition>/", views.recognition, name="recognition"),
    path("<int:pk>/recognitions/", views.recognitions, name="person_recognitions"),
    path("<int:pk>/recognitions/add/", views.recognition_add, name="recognition_for"),
]
