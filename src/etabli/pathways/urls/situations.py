from django.urls import URLPattern

urls_situations: list[URLPattern] = []
