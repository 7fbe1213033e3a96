"""What the cooperative keeps, whose it is and what it is worth; it gives out only what is there."""
