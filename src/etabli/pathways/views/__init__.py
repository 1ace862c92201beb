"""Screens of the room, a file for each matter."""
