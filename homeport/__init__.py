"""homeport"""
