"""What all reports share: tables, number formats, plots, thumbnails, templates."""
