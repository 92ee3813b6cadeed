"""What was found, told to people (text) and to machines (JSON)."""
