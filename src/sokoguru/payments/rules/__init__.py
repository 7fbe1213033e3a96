"""What codes, notices and tenders obey."""
