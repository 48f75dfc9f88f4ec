"""Is it lawful? Rules of units, posts, hours and names; no person, no database, no clock."""
