"""What is said and sounded: deciding it (pure), and saying it without blocking. Silence is a legal outcome."""
