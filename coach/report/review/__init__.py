"""Review pages for a browser: progress over days and weeks, and single videos."""
