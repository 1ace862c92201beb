"""Issued invoices as structured documents: CII (Factur-X), UBL for France, UBL for Peppol BIS Billing 3.

One dictionary of the business terms of EN 16931 (`terms`) is written in all three. Établi produces and checks; it sends
nothing.
"""

from etabli.billing.einvoice.writing import cii, peppol, ubl, written

__all__ = ["cii", "peppol", "ubl", "written"]
