"""The generator of notes with known answers: its answers must follow from its texts."""
