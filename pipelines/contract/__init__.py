"""What `datapackage/` declares of tables, and every rendering of it. Not here: rows."""
