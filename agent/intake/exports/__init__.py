"""One file a vendor: told by what only its export has, and written out in one plain shape that the reader knows.

A module here has `NAME`, `NEEDS` (one line), `recognise(tree) -> str | None` (why we think so), and
`plain(trees) -> Plain`. `trees` are the pages or files of one ticket given together. To add one, write the module and
name it in `agent.intake.formats`.
"""
