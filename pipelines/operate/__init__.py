"""What Dagster and the command line share: running, planning, telling how things stand. Not here: what a stage does."""
