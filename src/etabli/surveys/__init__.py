"""What is answered to authorities once a year: forms whose fields are counted from the facts or asked once, and signed.

Uses every room below. Words: *form* (formulaire, formulier), *field* (champ, veld), *answer* (réponse, antwoord),
*edition* (version, versie), *control* (contrôle, controle).
"""
