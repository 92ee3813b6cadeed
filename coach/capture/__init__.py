"""Frame sources: video files and cameras. Every frame carries its own timestamp."""
