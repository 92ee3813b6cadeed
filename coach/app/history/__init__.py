"""What is stored of sessions: written, read, regraded and made into pages."""
