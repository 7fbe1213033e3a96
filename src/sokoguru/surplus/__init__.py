"""The year's surplus (SHU): computed, proposed and paid; it distributes no loss."""
