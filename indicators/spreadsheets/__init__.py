"""Figures as files, made from the rows of the page that offers them. The only room that knows csv and openpyxl."""
