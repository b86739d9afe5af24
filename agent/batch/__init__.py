"""Many tickets unattended: pieces of work in, kept results out, one packet in the morning.

sources  paths -> pieces, one ticket each          runs    what is claimed, done, failed: SQLite that survives a kill
work     a piece -> a case or a sentence            run     claims, drafts, keeps, goes on where it was
crew     processes of this machine that draft            cluster  the same on Ray, several machines
sql      the state in SQL: runs in SQLite, postgres      shelf    where cases and briefs are kept
changes  an old case and a new one -> what changed   packet  the rows -> packet.md, packet.html, packet.csv, sheet.yaml
"""
