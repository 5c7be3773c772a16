"""What pages of several audiences share: who may enter, what is narrowed and in which order, parts of pages."""
