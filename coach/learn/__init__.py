"""Learns a move from demonstrations. The result is a move file, which can be read and corrected."""
