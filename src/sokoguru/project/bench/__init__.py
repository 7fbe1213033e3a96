"""``soko bench``: public actions against the bare driver doing the same rows in the same run."""
