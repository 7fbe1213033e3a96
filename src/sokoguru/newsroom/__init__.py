"""Stories by members and others, from first mail to publication; it publishes nothing unread."""
