from django.urls import URLPattern, path

from etabli.pathways.views import hosts

urls_hosts: list[URLPattern] = [
    path("hosts/", hosts.hosts, name="hosts"),
    path("hosts/<int:host>/", hosts.host, name="host"),
]
