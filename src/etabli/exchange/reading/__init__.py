"""Sheets that people keep, read as they are: files to typed rows, with every problem and the cell it is in.

Owns the forms of the sheets: where the header line is, what its columns may be called in French, Dutch and English, how a
date, a fraction or a half-day may be written. Knows nothing of the database, of the codes or the persons of an
establishment: text it cannot judge is handed on with its cell. Uses `core` and the spreadsheet library only.

Words: *sheet* (feuille, blad), *header line* (ligne d'en-tête, kopregel), *cell* (cellule, cel), *problem* (anomalie, fout),
*ignored* (ignoré, genegeerd).
"""
