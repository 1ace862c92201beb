"""Due half-days, presence, absence, sick notes, month closing; and the counted half-days derived from them.

Uses people, org, kit and core. Words: *entry* (saisie, registratie), *code* (code de présence, aanwezigheidscode),
*sick note* (arrêt de travail, ziektebriefje), *spell* (arrêt, ziekteperiode), *notice* (délai de prévenance,
verwittigingstermijn).
"""
