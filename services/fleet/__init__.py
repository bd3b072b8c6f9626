"""Fleet: which machines there are, and how they are doing."""
