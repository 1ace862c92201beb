"""What is asked of clients and paid by them: drafts, sealed invoices and credit notes, e-invoices, certificates.

Uses production, orders, people, org, kit and core. Words: *invoice* (facture, factuur), *credit note* (avoir, creditnota),
*deposit* (acompte, voorschot), *series* (série de numéros, nummerreeks), *reminder* (relance, aanmaning).
"""
