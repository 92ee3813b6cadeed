"""What was done over days and weeks, and in one video, as pages for a browser."""
