"""What weighing, grading, consigning and settling with makers obey."""
