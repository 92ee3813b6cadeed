"""Commands for learning a move from a demonstration."""
