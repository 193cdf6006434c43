"""Stage 3: SciScore and other rewards. Is this picture scientifically true?"""
