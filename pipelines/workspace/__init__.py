"""Settings, folders, locks and files that every other part stands on. Not here: anything about notes."""
