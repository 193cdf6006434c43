"""What the pixels of an image of the sky tell, with uncertainties: no claim and no setting of a simulator is read here."""
