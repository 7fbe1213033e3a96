"""Who belongs to the cooperative and on which terms; it refuses whoever may not be a member yet."""
