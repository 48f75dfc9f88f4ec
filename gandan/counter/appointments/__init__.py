"""Times that people book, and what they must know before they come."""
