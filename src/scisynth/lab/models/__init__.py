"""The small models of the lab and their training: lab-clip, lab-flux, lab-judge and lab-localizer."""
