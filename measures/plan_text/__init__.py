"""The plan's own wording (原文): a printed plan's text layer, of any city's layout, read into measures.

`layout` is what the office marks once (headings, bullets, signs); `paragraphs` joins wrapped lines and names each mending;
`placing` gives every paragraph its place; `table` reads the rows of indicators; `reading` puts a measure together. All
of that is pure: text in, `PlanText` out. `attaching` writes originals beside the restated rows of a plan that is there.
The repository holds no sentence of the plan (docs/product.md §7); the city holds its text.
"""

from measures.plan_text.attaching import attach as attach
from measures.plan_text.layout import COMMON as COMMON
from measures.plan_text.layout import Layout as Layout
from measures.plan_text.layout import LayoutError as LayoutError
from measures.plan_text.layout import Mark as Mark
from measures.plan_text.placing import Role as Role
from measures.plan_text.reading import InitiativeText as InitiativeText
from measures.plan_text.reading import MeasureText as MeasureText
from measures.plan_text.reading import Piece as Piece
from measures.plan_text.reading import PlanText as PlanText
from measures.plan_text.reading import PlanTextError as PlanTextError
from measures.plan_text.reading import read_plan_text as read_plan_text
from measures.plan_text.sections import settle_sections as settle_sections
from measures.plan_text.table import IndicatorRow as IndicatorRow
