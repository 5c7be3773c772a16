"""What people type into the staff's pages, read and checked (docs/input.md), before workflow/ is asked.

A form refuses what cannot be read. Whether a record is complete enough to go before other eyes is a question
for workflow/ alone, so a draft may lack anything. A field's `required` here is what the label says.
"""

from indicators.forms.batches import BatchCorrectionForm, CancelForm, ManyForm
from indicators.forms.corrections import CorrectionForm, ReasonOfChangeForm
from indicators.forms.cycles import CloseForm, CycleDaysForm, CycleForm, ReopenForm, SheetDaysForm
from indicators.forms.days import DayField, TimeField, read_day
from indicators.forms.entry import EntryForm
from indicators.forms.explanations import ExplanationForm, PassportForm
from indicators.forms.fields import StateField, WordsField
from indicators.forms.figure_points import FigurePointsForm
from indicators.forms.interims import InterimForm
from indicators.forms.redactions import RedactionForm
from indicators.forms.refusable import RecordVersionForm, RefusableForm, VersionForm
from indicators.forms.review import SendBackForm
from indicators.forms.rules import RULE_FORMS, RuleForm, figure_words, percent
