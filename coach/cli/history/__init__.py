"""Commands for the stored history."""
