"""Session history: write, read, regrade and render as pages."""
