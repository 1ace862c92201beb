"""Django tools shared by the rooms: pages and their access, the journal, fields, formats. Knows no room."""
