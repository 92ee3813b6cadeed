"""What a move is, what is measured of it, and how measurements become attempts and reps."""
