"""What each audience sees: one module (or package) an audience, named like its templates and url namespace."""
