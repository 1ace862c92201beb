from django.urls import URLPattern

urls_recognitions: list[URLPattern] = []
