"""Numbers in the line and the counters that call them."""
