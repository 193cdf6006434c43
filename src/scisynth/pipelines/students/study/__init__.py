"""`student study`: arms, sizes and training seeds from one file; trained, evaluated and compared."""
