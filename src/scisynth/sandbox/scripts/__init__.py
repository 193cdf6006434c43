"""Scripts as models write them, made to run here: old names, functions nobody calls, images written elsewhere."""
