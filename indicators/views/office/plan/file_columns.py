"""The columns of a table of indicators that is not ours, as they were chosen for the plan, and what is read by them."""

from indicators.forms.column_choice import ColumnChoice
from indicators.forms.plan_file import PlanFile
from indicators.forms.plan_file.free import TableLayoutChoice, unpacked
from indicators.forms.plan_file.free_rows import read_free
from indicators.models import PlanUpload
from indicators.plan_tables import PlanTables
from indicators.workflow.plan_file import known_layout
from measures.models import Plan


class PlanColumns(ColumnChoice):
    """Of an upload that its person is looking at."""

    def __init__(self, plan: Plan, upload: PlanUpload) -> None:
        self.plan, self.upload = plan, upload
        super().__init__(unpacked(upload.raw), TableLayoutChoice.of(known_layout(plan)))

    def read(self, standing: PlanTables) -> PlanFile:
        return read_free(self.plan, self.sheets, self.layout, standing)
