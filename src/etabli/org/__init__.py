"""Who runs what: managing body, establishments, approved places, opening, workshops, users and roles, parameters.

Uses kit and core. Words: *managing body* (organisme gestionnaire, beherende organisatie), *establishment* (établissement,
vestiging), *approved places* (places autorisées, erkende plaatsen), *workshop* (atelier, atelier), *closure* (fermeture,
sluiting).
"""
