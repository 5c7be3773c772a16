"""Indicators: each with its years, and all of them as one table."""
