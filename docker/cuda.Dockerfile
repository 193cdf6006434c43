# Rewards and checks over HTTP on an NVIDIA GPU: docker build -f docker/cuda.Dockerfile -t scisynth-serve-cuda .
# The wheels of torch bring the CUDA libraries; the host brings the driver and the NVIDIA container toolkit.
FROM python:3.12-slim

# OpenCV, which the reader of pixels uses, links against these.
RUN apt-get update && apt-get install -y --no-install-recommends libgl1 libglib2.0-0 && rm -rf /var/lib/apt/lists/*

WORKDIR /build
COPY pyproject.toml README.md LICENSE constraints.txt ./
COPY src ./src
RUN pip install --no-cache-dir -c constraints.txt '.[models,figures,ocr,serve]' && rm -rf /build/*

ENV NVIDIA_VISIBLE_DEVICES=all NVIDIA_DRIVER_CAPABILITIES=compute,utility
# Models of the hub are kept here: -v models:/models
ENV HF_HOME=/models
RUN useradd --create-home server && mkdir /models && chown server /models
USER server
WORKDIR /home/server
EXPOSE 8000
HEALTHCHECK --start-period=600s --interval=30s --timeout=5s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/live', timeout=4)"]
# Others can reach it, so it starts only with a token: -e SCISYNTH_TOKEN
ENTRYPOINT ["scisynth", "serve", "--host", "0.0.0.0", "--port", "8000"]
