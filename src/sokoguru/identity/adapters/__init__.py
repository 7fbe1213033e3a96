"""Identity's side of outside parts: allauth."""
