"""Forms: what may be typed, and the words for what is wrong with it."""
