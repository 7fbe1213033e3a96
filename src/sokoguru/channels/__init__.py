"""Transport to and from networks; it sends once, and says when it does not know."""
