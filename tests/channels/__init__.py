"""Rules of channels."""
