"""The rules of sessions: plans and their days, when to announce, who serves, what is owed after."""
