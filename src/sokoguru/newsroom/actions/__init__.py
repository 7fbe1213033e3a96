"""Everything that changes something at the desk."""
