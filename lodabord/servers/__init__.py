"""The servers the programme stands on: its own PostgreSQL and broker when none is given, and what starts them."""
