"""What the law asks of the head of a public service centre, as promises."""
