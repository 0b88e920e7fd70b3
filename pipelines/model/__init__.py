"""From rows of all notes to the per-article, per-State and coverage tables, in SQL."""
