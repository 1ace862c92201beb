from django.urls import URLPattern

urls_agreements: list[URLPattern] = []
