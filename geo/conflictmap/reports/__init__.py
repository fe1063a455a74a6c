"""Reports of a view: one model, four writers.

`content` says what a report holds, `model` how it is put together, `safety` keeps text from data
text, `docx`, `markdown` and `pdf` write it, `writing` chooses by the ending.
"""
