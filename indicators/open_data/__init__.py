"""Open data: every dataset that anyone may take away, each described once.

One description (Dataset, Field) makes the files, the data dictionary, the Frictionless and DCAT descriptors and the
JSON Schemas of the API, so that they cannot disagree.
"""
