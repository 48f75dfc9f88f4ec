"""The counter: the line, tickets, waiting, ratings, sessions, appointments. Each is a domain of its own."""
