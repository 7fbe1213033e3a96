"""Rules of outreach: clicks and credit, what a post says, where a buyer came from."""
