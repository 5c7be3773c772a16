"""What citizens see. Figures come from frames.published() and frames.history() alone, so that no draft can leak."""

from django.urls import path

from indicators.views.public.api_guide import api_guide
