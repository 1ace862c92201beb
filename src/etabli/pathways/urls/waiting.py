from django.urls import URLPattern

urls_waiting: list[URLPattern] = []
