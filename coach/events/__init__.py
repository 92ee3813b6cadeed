"""The events of the core, in time order; ``Event`` is their closed union.

Times are seconds from the source's start, angles are degrees. Events carry measurements, so that a history can be
regraded.

Every event of an attempt has its number, ``attempt``, from 1 and unique within the session. In histories of earlier
versions it is 0, and attempts are identified by their order.
"""

from __future__ import annotations

from typing import TypeAlias

from coach.events.attempt import *
from coach.events.attempt import AttemptEvent
from coach.events.labels import *
from coach.events.session import *
from coach.events.session import SessionEvent

Event: TypeAlias = AttemptEvent | SessionEvent
