"""Rules of newsroom."""
