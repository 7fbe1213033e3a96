"""Pages of outreach and of channels."""
