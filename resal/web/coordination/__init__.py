"""The pages of the team: scheduling, the directory, registrations, the door, what was learned."""
