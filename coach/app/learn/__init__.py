"""Learning a move from demonstrations, and passing moves on: files in and out around ``coach.learn``."""
