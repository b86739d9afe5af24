"""Planted defects: small edits of good briefs that violate one check, and near misses that do not.

`CHECK.yaml` holds the edits of one check, `bases/` the briefs they edit, `run.run_defects` counts what is caught. The
entries marked `held` were written without the checks' word lists, and are never looked at one by one.
"""
