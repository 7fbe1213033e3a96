"""Everything that the shop writes."""
