"""Addresses of the simulator."""

from __future__ import annotations

from django.urls import path

from etabli.cpom.views.simulator import simulator, simulator_chart

urls_simulator = [
    path("simulator/", simulator, name="simulator"),
    path("simulator/chart/<slug:kind>/", simulator_chart, name="simulator_chart"),
]
