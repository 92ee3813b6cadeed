"""Several checked videos: in this process, in several, or on a cluster."""
