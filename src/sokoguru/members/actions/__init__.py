"""The only writers of the register: joining, offices, consents, participation."""
