"""What the pages of the room show: rows turned into plain values for their templates, a file for each matter."""
