"""From a frame to a pose: the model, its runtime, and getting the model."""
