"""Tries the containers: builds the image, starts everything in compose.yaml and files a service request."""
