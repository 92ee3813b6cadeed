"""What is stored: the history, and landmark files, which are also sources of moments."""
