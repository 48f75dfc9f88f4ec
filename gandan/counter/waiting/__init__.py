"""How long somebody will wait: promised as a range, kept, and its hit rate told; and a simulator of the line."""
