"""Notes of the Secretariat turned into open data."""
