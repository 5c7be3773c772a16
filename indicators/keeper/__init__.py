"""The keeper: one process beside the pages that carries out what is due (docs/decisions/0014)."""

from indicators.keeper.duties import DUTIES, look, looked_at
from indicators.keeper.process import Keeper
from indicators.keeper.status import Status, status
