"""Seeded notes of the family with known answers, in any number: for accuracy, scale and property tests.

Here: what such a note says, how it is laid out and written, and the answers that go with it. The answers follow from
the templates alone; nothing here knows how the project extracts, so that the measure stays honest.
"""
