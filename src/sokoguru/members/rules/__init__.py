"""What law and AD/ART say of people and membership."""
