"""Measures how well the coach judges people of a population with known truth.

    python -m benchmarks.population COMMAND FOLDER... [--part tuning|testing] [--move ID] [--jobs N]

A folder holds ``NAME.truth.json`` (the shape is in ``people.py``) beside ``NAME.npz`` with landmarks, or beside a video
of that name, whose landmarks are then estimated once and kept beside it. ``NAME.joints.npz`` holds the true angles.
The data stays outside the project.

    scores    the counts, holds, sides, angles and faults of the whole core, with 95 % intervals
    limits    for every form limit: found against falsely found, over people, for a range of limits
    measures  for every measure: bias and spread against the truth, and what they depend on
    others    everyone doing one move, checked as each other move: nothing may count
    views     posture and view as read, against those in which the person was
    disturbed real people with their landmarks disturbed: rolled, noisy, at other rates
    table     the tables of docs/accuracy.md

People are split by the number at the end of their name: limits are chosen on those below ``people.TEST_FROM``, and what
is published comes from the others, which are looked at once a version.
"""
