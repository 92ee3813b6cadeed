"""What the core says happened: a closed union, in the order of time.

Times are seconds from the source's start, angles degrees. Events carry measurements, so that history can be
graded again; ``Event`` is their union.

Every event of an attempt names it: ``attempt`` is its number, from 1, which no other attempt of the session has. In a
history of an earlier version it is 0, and attempts are told apart by their order.
"""

from __future__ import annotations

from typing import TypeAlias

from coach.events.attempt import *
from coach.events.attempt import AttemptEvent
from coach.events.labels import *
from coach.events.session import *
from coach.events.session import SessionEvent

Event: TypeAlias = AttemptEvent | SessionEvent
