# Rewards and checks over HTTP on processors: docker build -f docker/cpu.Dockerfile -t scisynth-serve .
FROM python:3.12-slim

# The wheels of this index hold no CUDA libraries, which would be gigabytes.
ARG TORCH_INDEX=https://download.pytorch.org/whl/cpu

# OpenCV, which the reader of pixels uses, links against these.
RUN apt-get update && apt-get install -y --no-install-recommends libgl1 libglib2.0-0 && rm -rf /var/lib/apt/lists/*

WORKDIR /build
COPY pyproject.toml README.md LICENSE constraints.txt ./
COPY src ./src
RUN pip install --no-cache-dir -c constraints.txt --extra-index-url ${TORCH_INDEX} '.[models,figures,ocr,serve]' && rm -rf /build/*

# Models of the hub are kept here: -v models:/models
ENV HF_HOME=/models
RUN useradd --create-home server && mkdir /models && chown server /models
USER server
WORKDIR /home/server
EXPOSE 8000
HEALTHCHECK --start-period=300s --interval=30s --timeout=5s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/live', timeout=4)"]
# Others can reach it, so it starts only with a token: -e SCISYNTH_TOKEN
ENTRYPOINT ["scisynth", "serve", "--host", "0.0.0.0", "--port", "8000"]
