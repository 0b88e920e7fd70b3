"""The assets and checks of the four stages, as Dagster sees them. Not here: what a stage does.

Dagster reads the annotations of these functions when they are decorated, so no module here postpones them.
"""
