"""Pure Python worth proving: no Django, no database, no clock, no input or output.

Words: *half-day* (demi-journée, halve dag), *pattern* (semaine type, weekpatroon), *spell* (arrêt, ziekteperiode),
*work fraction* (quotité, tewerkstellingsbreuk), *refusal* (refus, weigering).
"""
