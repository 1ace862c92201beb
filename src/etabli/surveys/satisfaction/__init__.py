"""The yearly satisfaction survey: easy to read, without a name. A matter of its own in the room, with the files of a room.

Words: *campaign* (campagne, campagne), *ticket* (code à usage unique, eenmalige code), *face* (visage, gezicht),
*response rate* (taux de réponse, antwoordpercentage).
"""
