"""Pure tools of the house; no framework, no clock."""
