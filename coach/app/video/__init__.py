"""Checking one video."""
