from django.urls import URLPattern, path

from etabli.pathways.views import hosts as views

urls_hosts: list[URLPattern] = [
    path("hosts/", views.hosts, name="hosts"),
    path("hosts/add/", views.host_add, name="host_add"),
    path("hosts/<int:host>/", views.host, name="host"),
    path("hosts/<int:host>/change/", views.host_change, name="host_change"),
    path("hosts/<int:host>/merge/", views.host_merge, name="host_merge"),
    path("hosts/<int:host>/merge/undo/", views.host_merge_undo, name="host_merge_undo"),
]
