"""Stage 3: SciScore and other rewards. Is this image scientifically true?"""
