"""The meeting and its books: quorum, votes, resolutions; it counts each member once."""
