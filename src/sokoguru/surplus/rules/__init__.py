"""How the surplus is reckoned, taxed and shared."""
