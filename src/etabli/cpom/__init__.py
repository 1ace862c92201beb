"""What the multi-year contract promises: its objectives, how far they are, regional targets, the job basin, funding dossiers.

Uses indicators and the rooms below. Words: *multi-year contract* (CPOM, meerjarenovereenkomst), *objective* (objectif,
doelstelling), *regional target* (cible régionale, regionale doelstelling), *job basin* (bassin d'emploi, arbeidsmarktregio),
*funding dossier* (dossier de financement, financieringsdossier).
"""
