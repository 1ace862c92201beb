"""Tables of the room, declared once for screen, XLSX and CSV, a file for each matter."""
