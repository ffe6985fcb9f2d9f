"""Texts to vectors on this device: ``task: embeddings`` of a local backend, on both engines.

``recipe.py`` reads how a model's hidden states become one vector, ``pooling.py`` does it, the
same for both engines; ``request.py`` reads the call, ``embedder.py`` is the backend.
"""
