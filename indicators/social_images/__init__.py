"""Pictures that other sites show beside a link to a page (OpenGraph): drawn here from the figures of that page.

1200 × 630 pixels, PNG. The same content gives the same bytes. They hold nothing that the page does not say.

The room is the one that knows Pillow, so pictures that people gave (the logo, evidence) are drawn anew here, too: redrawn.py.
"""
