"""What the whole of the open data is called."""

from django.conf import settings

from indicators.spreadsheets.fields import DEMO_NOTICE
from measures.levels import in_levels
from measures.models import Plan


def plan_title(plan: Plan | None) -> str:
    return str(plan or "基本計画")


def description() -> str:
    """One line for every descriptor; the demo says first that it is one."""
    notice = f"{DEMO_NOTICE}。" if settings.DEMO else ""
    return f"{notice}基本計画の{in_levels('施策')}と指標、その目標、公表した実績と判定"
