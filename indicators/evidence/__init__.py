"""Files that show where a value comes from: checked by what is in them, kept under their sum, never public."""
