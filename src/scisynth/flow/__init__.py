"""Flow matching as pure float32 tensor maths: path, schedules, step kernels, region masks, losses."""
