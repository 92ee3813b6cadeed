"""Commands around a live session."""
