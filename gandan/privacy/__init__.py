"""Personal data: requests, reads, retention, breaches (law 91/2025, decree 356/2025)."""
