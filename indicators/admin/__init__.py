"""The plan office's side of the admin: indicators and series are kept here; rules, values and people only looked at.

Whoever may edit is decided by Django's permissions (permissions.office_rights). What citizens see of figures is written
by the workflow alone, and what published verdicts stand on is fixed here.
"""

from indicators.admin import indicators, people, records, rules
