"""The assets and checks of the four stages, as Dagster sees them. Not here: what a stage does."""
