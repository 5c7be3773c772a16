"""The words of every surface, grouped by what they speak of: pages, charts, cards, files and mails take them from here.

figures and cells speak of one figure, sentences and counts of how things stand, log and rights of what happened,
days and people of when and who. Words are never written into a room that shows them.
"""
