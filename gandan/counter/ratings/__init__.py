"""What people say of the service they got: anonymous, in few questions (decree 118/2025 art. 33)."""
