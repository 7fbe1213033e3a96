"""The pages of the newsroom: for readers, for authors, for the desk."""
