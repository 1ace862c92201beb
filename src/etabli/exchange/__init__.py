"""Imports (dry run first) and exports.

Uses every room below it. Words: *import* (import, invoer), *sheet* (feuille, werkblad), *report* (compte rendu, verslag),
*dry run* (essai à blanc, proefrun), *export* (export, uitvoer).
"""
