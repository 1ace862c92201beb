"""Settings, urls, wsgi, the command line, backups and the demo workplace. May use every room; no room uses it.

Words: *setting* (réglage, instelling), *command* (commande, opdracht), *backup* (sauvegarde, back-up), *upgrade* (mise à
niveau, upgrade), *demo workplace* (établissement de démonstration, demowerkplaats).
"""
