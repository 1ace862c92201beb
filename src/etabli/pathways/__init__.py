"""The way to ordinary work and back: placements, hosts, agreements, exits, returns, recognitions, and who waits for a place.

Uses attendance, people, org, kit and core. Words: *placement* (mise en situation de travail, werkplaatsing),
*host* (entreprise d'accueil, gastbedrijf), *exit* (sortie définitive, uitstroom), *right to return* (droit au retour,
terugkeerrecht), *waiting list* (liste d'attente, wachtlijst).
"""
