"""Figures: running the definitions, explaining them, targets and dashboards.

Uses attendance, people, org, kit and core. Words: *definition* (définition, definitie), *figure* (chiffre, cijfer),
*contribution* (contribution, bijdrage), *scope* (périmètre, perimeter), *explanation* (explication, toelichting).
"""
