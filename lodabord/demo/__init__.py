"""The demo: one fictitious year under two agreements, told at the dates one asks for."""
