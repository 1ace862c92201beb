from django.urls import URLPattern

urls_hosts: list[URLPattern] = []
