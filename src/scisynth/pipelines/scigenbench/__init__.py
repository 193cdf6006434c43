"""SciGenBench (arXiv 2601.17027): figures from families, models and ImgCoder, judged, measured, and shown."""
