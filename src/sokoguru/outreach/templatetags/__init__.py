"""What templates of outreach say."""
