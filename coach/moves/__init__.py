"""Moves, their measures, and how measurements become attempts and reps."""
