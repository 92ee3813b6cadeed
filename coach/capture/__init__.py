"""Sources of frames: video files and cameras, each frame with its own time."""
