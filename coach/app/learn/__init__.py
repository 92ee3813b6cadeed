"""Learning a move from demonstrations, and sharing moves: files in and out around ``coach.learn``."""
