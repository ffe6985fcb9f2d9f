"""What ``fit_privacy.py`` fits the weights of the privacy judges with; needs numpy and torch."""
