"""Everything that payments writes."""
