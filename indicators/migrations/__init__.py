"""The schema, and the guards upon it; how both are changed.

0001_schema is what Django writes of the models as they were when migrations began to stay; 0002_guards installs what
stands in indicators/guards.py (which tables) and triggers.py (how). Each change since is a migration of its own, named after
its subject. One that alters a guarded table begins with RemoveGuards and ends with InstallGuards: SQLite builds an
altered table anew, without its triggers.
"""
