"""Home, search, navigation and the component gallery: the pages that touch several rooms.

Words: *home* (accueil, startpagina), *search* (recherche, zoeken), *navigation* (navigation, navigatie), *gallery*
(galerie, galerij), *theme* (thème, thema).
"""
