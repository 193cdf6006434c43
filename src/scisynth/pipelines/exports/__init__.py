"""Results and questions in the forms of other evaluation frameworks: inspect_ai, lmms-eval and VLMEvalKit."""
