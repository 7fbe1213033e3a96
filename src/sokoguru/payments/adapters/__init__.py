"""The tenders that need no other office: cash and QRIS."""
