"""The trials of the reminders: real broker, real workers, real mail server and real database, killed at random."""
