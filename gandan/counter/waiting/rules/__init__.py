"""Pure: how a line runs on, what is promised of it, and what a recorded month would have been otherwise."""
