"""The workbook (interfaces §5): an existing follow-up taken over from a spreadsheet, and the same format out.

`sheets` declares what the file holds; the template, the import, the export and the documentation all
read it. `opening` and `rows` read a file that may be anything; `checks` says all that is wrong at once;
`writing` makes the records, all or nothing; `exporting` reads them back as whoever asks for the file.
"""
