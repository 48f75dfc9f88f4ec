"""What a commitment must hold, what is weak in it, who confirms it, how it is sealed."""
