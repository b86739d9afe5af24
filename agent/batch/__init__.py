"""Many tickets unattended: pieces of work in, kept results out, one packet in the morning.

sources  paths -> pieces, one ticket each          runs    what is claimed, done, failed: SQLite that survives a kill
work     a piece -> a case or a sentence            run     claims, drafts, keeps, goes on where it was
changes  an old case and a new one -> what changed   packet  the rows -> packet.md, packet.html, packet.csv, sheet.yaml
"""
