"""Measures of the pipeline: accuracy on generated notes, speed, memory. Nothing here is shipped."""
