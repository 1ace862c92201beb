from django.urls import URLPattern, path

from etabli.pathways.views import waiting as views

urls_waiting: list[URLPattern] = [
    path("waiting/", views.waiting, name="waiting"),
    path("waiting/export/<slug:kind>/", views.waiting_export, name="waiting_export"),
    path("waiting/add/", views.waiting_edit, name="waiting_add"),
    path("waiting/<int:entry>/", views.waiting_entry, name="waiting_entry"),
    path("waiting/<int:entry>/change/", views.waiting_edit, name="waiting_change"),
    path("waiting/<int:entry>/admit/", views.waiting_admit, name="waiting_admit"),
    path("waiting/<int:entry>/reopen/", views.waiting_reopen, name="waiting_reopen"),
    path("waiting/<int:entry>/remove/", views.waiting_remove, name="waiting_remove"),
    path("waiting/<int:entry>/close/<slug:state>/", views.waiting_close, name="waiting_close"),
]
