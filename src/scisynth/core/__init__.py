"""What every other package uses: records, protocols, config, run folder, images, errors. No torch at import."""
