"""Stage 8: what was measured, for people and programs: report.html, report.md, results.json."""
