from django.urls import URLPattern

urls_placements: list[URLPattern] = []
