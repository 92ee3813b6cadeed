"""Learn a move from a demonstration: what was seen goes in, a move that can be read and corrected comes out."""
