from django.urls import URLPattern

urls_exits: list[URLPattern] = []
