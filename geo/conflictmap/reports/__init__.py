"""Reports of a view: one model, five writers.

`content`, `brief`, `atlas` and `totals` say what a report holds, `document` how it is put together
and that text from data stays text, `docx`, `html`, `markdown`, `pdf` and `png` (of one page) write
it, `save` chooses by the ending.
"""
