"""Moments into events, events into results."""
