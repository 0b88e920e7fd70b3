"""From tables to an immutable release and the pointer to the latest one."""
