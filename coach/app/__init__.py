"""Connects everything: chooses a source, an estimator and sinks, and runs the loop."""
