"""Reports of a view: one model, four writers.

`content` and `totals` say what a report holds, `document` how it is put together and that text from
data stays text, `docx`, `markdown` and `pdf` write it, `save` chooses by the ending.
"""
