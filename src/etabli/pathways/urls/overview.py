from django.urls import URLPattern

urls_overview: list[URLPattern] = []
