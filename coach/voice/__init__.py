"""Speech and tones: what to say and when (pure), and playing it without blocking the session."""
