"""A calibrated judge for what rules cannot see: four yes-or-no questions, each with a quoted reason."""
