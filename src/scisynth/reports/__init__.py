"""Reports of what was measured, for people and programs: report.html, report.md, results.json."""
