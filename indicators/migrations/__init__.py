"""The schema, and the guards upon it; how both are changed.

0001_release_1_0_0 makes a new database in one step: each table whole, then the guards that stand in indicators/guards.py
(which tables) and triggers.py (how). It replaces 0001_schema … 0030_plan_uploads, which upgrade a database of before; both ways end
in the same tables, indexes and triggers. The replaced ones may go with the release after 1.0.0. 0031_since_1_0_0 and 0032_money_and_aims are what came
since, put together while nobody had it: a database that followed main to 0048 has them already, one that stopped on the way between is made anew. Many tables are
made by measures/together.py, once rendered: a new database takes half of the time. Each change from now on is a migration of its own, named after its subject. One that alters a guarded table begins with RemoveGuards and ends with InstallGuards: SQLite builds an
altered table anew, without its triggers.
"""
