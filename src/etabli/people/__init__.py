"""Accompanied persons: identity, staff numbers, work groups, engagements with their dated terms.

Uses org, kit and core. Words: *staff number* (matricule, stamnummer), *engagement* (contrat ou accueil, overeenkomst of
stage), *terms* (conditions, voorwaarden), *work fraction* (quotité, tewerkstellingsbreuk), *work group* (groupe, groep).
"""
