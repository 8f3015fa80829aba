"""Even light, white paper and no black borders: what the scanner left on a page."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from pipeline.intake.scan.engine import Grey

SMALL: Final = 700  # pixels of the longer side on which the light is measured
PATCH: Final = 25  # pixels there, several lines of text: the lightest of them is the paper
WHITE: Final = 245  # paper that is as light as this everywhere is left as it is
# Share of the page's own paper below which a patch is no shadow but a picture or a black panel.
DARKEST: Final = 0.5
FAINT: Final = 0.8  # share of the way from ink to paper from which grey is print of the other side
BORDER: Final = 0.12  # share of the page's side within which a border or a shadow lies
BLACK: Final = 90  # grey value below which a border is black
STROKE: Final = 9  # pixels on the small image, thicker than type and rules
LEAST: Final = 0.002  # share of the page that a border takes


def even_light(grey: Grey) -> Grey:
    """Divide a page by the light that fell on it, and whiten what shines through.

    The light is the paper's own grey: the lightest value of each patch of some lines, smoothed.

    Returns:
        The page with paper of 255; the same page where its paper is white already.
    """
    height, width = grey.shape
    scale = min(1.0, SMALL / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    paper = cv2.dilate(small, np.ones((PATCH, PATCH), np.uint8))
    paper = cv2.GaussianBlur(paper, (0, 0), PATCH)
    usual = float(np.median(paper))
    if usual >= WHITE and float(np.percentile(paper, 2)) >= WHITE:
        return grey
    light = np.clip(paper, usual * DARKEST, 255).astype(np.uint8)
    return _whitened(_divided(grey, np.asarray(cv2.resize(light, (width, height)), np.uint8)))


def _divided(grey: Grey, light: Grey) -> Grey:
    divided = cv2.divide(grey, light, scale=255.0)
    return np.asarray(divided, np.uint8)


def _whitened(grey: Grey) -> Grey:
    """Stretch the greys from the ink's to paper, so that faint print of the other side goes."""
    dark = grey[grey < int(cv2.threshold(grey, 0, 255, cv2.THRESH_OTSU)[0])]
    ink = float(np.median(dark)) if dark.size else 0.0
    top = ink + FAINT * (255.0 - ink)
    levels = np.clip((np.arange(256) - ink) / max(1.0, top - ink), 0.0, 1.0) * 255
    return np.asarray(cv2.LUT(grey, levels.round().astype(np.uint8)), np.uint8)


def without_borders(grey: Grey) -> Grey:
    """Paint black borders and the shadows of a book's edge white.

    A border is black, thicker than any rule, touches the edge of the image and keeps near it: a
    picture that runs off the page reaches further in and stays.
    """
    height, width = grey.shape
    scale = min(1.0, 2 * SMALL / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    dark = np.pad((small < BLACK).astype(np.uint8), STROKE, constant_values=1)
    thick = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((STROKE, STROKE), np.uint8))
    inner = np.ascontiguousarray(thick[STROKE:-STROKE, STROKE:-STROKE], np.uint8)
    mask = cv2.dilate(_borders(inner), np.ones((STROKE, STROKE), np.uint8))
    if not mask.any():
        return grey
    whole = cv2.resize(mask, (width, height), interpolation=cv2.INTER_NEAREST)
    return np.where(whole > 0, np.uint8(255), grey)


def _borders(dark: Grey) -> Grey:
    """The dark parts of a small image that are borders, as a mask."""
    height, width = dark.shape
    mask = np.zeros_like(dark)
    sides = (
        (slice(0, round(BORDER * height)), slice(None)),
        (slice(height - round(BORDER * height), height), slice(None)),
        (slice(None), slice(0, round(BORDER * width))),
        (slice(None), slice(width - round(BORDER * width), width)),
    )
    for number, side in enumerate(sides):
        band = np.ascontiguousarray(dark[side])
        count, labels, stats, _ = cv2.connectedComponentsWithStats(band, connectivity=4)
        edge = (labels[0], labels[-1], labels[:, 0], labels[:, -1])[number]
        inner = (labels[-1], labels[0], labels[:, -1], labels[:, 0])[number]
        for label in range(1, count):
            large = stats[label, cv2.CC_STAT_AREA] >= LEAST * dark.size
            reaches = float(np.mean(inner == label)) > 2 * BORDER
            if large and bool(np.any(edge == label)) and not reaches:
                mask[side][labels == label] = 1
    return mask
