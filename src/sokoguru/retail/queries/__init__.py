"""What the shop can be asked."""
