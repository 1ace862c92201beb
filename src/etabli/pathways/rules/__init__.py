"""What is allowed and computed, a file for each matter. Pure."""
