"""A checked video."""
