"""Money, quantity, shares, time and codes."""
