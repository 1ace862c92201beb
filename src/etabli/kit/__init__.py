"""Django tools shared by the rooms: pages and their access, the journal, fields, formats. Knows no room.

Uses core. Words: *page* (page, pagina), *actor* (auteur, uitvoerder), *journal* (journal, logboek), *access log* (registre
des consultations, raadplegingslog), *history* (historique, geschiedenis).
"""
