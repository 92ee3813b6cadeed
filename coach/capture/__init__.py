"""Sources of frames: video files, each picture with its own time."""
