"""A live session."""
