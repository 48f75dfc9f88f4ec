"""What the law says. Knows no framework and never reads the clock."""
