"""Whether an answer of this device is good enough to be shown, told by the answer itself."""

from __future__ import annotations

from homeport.policies.escalation.closed import agreement, value_of
from homeport.policies.escalation.confidence import Confidence
from homeport.policies.escalation.flaws import Flaw, Said, flaw_in
from homeport.policies.escalation.signals import Signals

__all__ = ["Confidence", "Flaw", "Said", "Signals", "agreement", "flaw_in", "value_of"]
