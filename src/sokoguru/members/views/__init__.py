"""Pages of members: the register, the card, deciding, officers, and applying."""
