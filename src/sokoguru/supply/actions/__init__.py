"""The only writers of supply: taking in, settling, giving back, grade prices, outside purchases."""
