"""Forms of the room, a file for each matter; they turn input into values and save nothing."""
