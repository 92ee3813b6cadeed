"""The only wiring: chooses a source, an estimator and sinks, and runs the loop."""
