"""Scanned pages: from an image to lines with places."""
