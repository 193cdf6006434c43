"""SciScore and other reward models: is this image scientifically right?"""
