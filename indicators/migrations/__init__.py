"""The schema, and the guards upon it; how both are made.

0001_schema is what Django writes of the models, untouched. Until the first release it is made anew with each change of
a model, here and in measures/migrations, and nobody's database is carried over (indicators/checks.py says so to whom it
concerns; the demo is built anew by itself):

    rm indicators/migrations/000?_*.py measures/migrations/0001_schema.py
    python manage.py makemigrations --no-header --name schema
    git checkout indicators/migrations/0002_guards.py

0002_guards stays: what it installs stands in indicators/guards.py (which tables) and triggers.py (how). From the first release on, migrations are added by
hand-chosen names and never changed; one that alters tables takes the guards away first and puts them back last.
"""
