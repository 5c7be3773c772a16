"""The city's own directory: by which road people come in, and whom it means (decisions/0043).

Roles and memberships stay here; the directory says who somebody is, and makes no account.
"""
