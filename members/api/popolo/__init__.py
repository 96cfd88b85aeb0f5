"""People, organisations, mandates and areas as Popolo JSON: the words in which parliaments' data is exchanged.

Popolo has no word for some of what the record knows. Such facts stand beside, under names that the schemas allow and
`procedures.imports` reads back, so that our own output brings back what it was made from.
"""
