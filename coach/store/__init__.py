"""Stored data: the history, and landmark files, which are also sources of moments."""
