"""What happens to a page on its way into a packet: seals, scanners, phones. Each takes a picture and gives another.

The same seed gives the same picture.
"""

import io
import math
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFont


def sealed(page: Image.Image, words: str, *, at: tuple[int, int], font: Path, radius: int = 160) -> Image.Image:
    """The page with a round red seal pressed around `at`: a ring, a star, the words along the ring."""
    seal = Image.new("RGB", page.size, "white")
    draw = ImageDraw.Draw(seal)
    x, y = at
    red = (218, 62, 66)
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=red, width=max(4, radius // 20))
    points = [
        (x + length * math.sin(angle), y - length * math.cos(angle))
        for angle, length in ((math.pi * step / 5, radius * (0.34 if step % 2 == 0 else 0.14)) for step in range(10))
    ]
    draw.polygon(points, fill=red)
    face = ImageFont.truetype(str(font), radius // 4)
    for number, letter in enumerate(words):
        angle = math.radians(-120 + 240 * number / max(1, len(words) - 1))
        piece = Image.new("RGB", (radius // 2, radius // 2), "white")
        ImageDraw.Draw(piece).text((radius // 4, radius // 4), letter, font=face, fill=red, anchor="mm")
        piece = piece.rotate(-math.degrees(angle), resample=Image.Resampling.BICUBIC, fillcolor="white")
        place = (round(x + 0.76 * radius * math.sin(angle) - radius / 4), round(y - 0.76 * radius * math.cos(angle) - radius / 4))
        around = (*place, place[0] + piece.width, place[1] + piece.height)
        seal.paste(ImageChops.darker(seal.crop(around), piece), place)
    return ImageChops.multiply(page.convert("RGB"), seal)


def skewed(page: Image.Image, degrees: float) -> Image.Image:
    """The page laid askew on the glass, white around it."""
    return page.rotate(degrees, resample=Image.Resampling.BICUBIC, expand=True, fillcolor="white")


def turned(page: Image.Image, quarters: int) -> Image.Image:
    """The page turned by quarters, clockwise."""
    return page.rotate(-90 * quarters, expand=True)


def scanned(page: Image.Image, *, seed: int, quality: int = 60, blur: float = 0.8, noise: float = 7.0) -> Image.Image:
    """A plain office scan: a little unsharp, a little grain, JPEG."""
    random = np.random.default_rng(seed)
    pixels = cv2.GaussianBlur(np.asarray(page, np.float32), (0, 0), blur) if blur else np.asarray(page, np.float32)
    pixels = pixels * 0.93 + 10 + random.normal(0, noise, pixels.shape)
    return jpeg(Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)), quality)


def photographed(page: Image.Image, *, seed: int, longer: int = 3000, tilt: float = 0.08) -> Image.Image:
    """The page on a desk under a lamp, held with a phone: perspective, a shadow, uneven light, grain, JPEG."""
    random = np.random.default_rng(seed)
    width, height = page.size
    room = 0.09
    canvas = (int(width * (1 + 2 * room)), int(height * (1 + 2 * room)))
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    reach = np.array([width, height], np.float32) * tilt
    moved = corners + np.array([width * room, height * room], np.float32)
    moved += random.uniform(0, 1, (4, 2)).astype(np.float32) * reach * np.sign(np.array(canvas) / 2 - moved)
    matrix = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
    desk = np.array([random.integers(70, 140), random.integers(60, 110), random.integers(40, 90)], np.float32)
    pixels = cv2.warpPerspective(np.asarray(page, np.float32), matrix, canvas, borderValue=(0, 0, 0), flags=cv2.INTER_AREA)
    on_page = cv2.warpPerspective(np.ones((height, width), np.float32), matrix, canvas)[..., None]
    grain = cv2.GaussianBlur(random.normal(0, 14, (canvas[1], canvas[0], 1)).astype(np.float32), (0, 0), 3)[..., None]
    pixels = pixels * on_page + (desk + grain) * (1 - on_page)
    pixels *= _light(canvas, random)[..., None]
    scale = longer / max(canvas)
    if scale < 1:
        pixels = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    pixels = cv2.GaussianBlur(pixels, (0, 0), 0.9) + random.normal(0, 6, pixels.shape)
    return jpeg(Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)), 72)


def _light(size: tuple[int, int], random: np.random.Generator) -> np.ndarray:
    """Brightness over the picture: a slope, and the soft shadow of a hand or a shelf."""
    width, height = size
    across, down = np.meshgrid(np.linspace(0, 1, width, dtype=np.float32), np.linspace(0, 1, height, dtype=np.float32))
    angle = random.uniform(0, 2 * math.pi)
    slope = 0.86 + 0.22 * (math.cos(angle) * (across - 0.5) + math.sin(angle) * (down - 0.5))
    edge = random.uniform(0.35, 0.7)
    shadow = 1 / (1 + np.exp(-(across + random.uniform(-0.3, 0.3) * down - edge) * 40))
    return (slope * (1 - 0.34 * shadow)).astype(np.float32)


def jpeg(page: Image.Image, quality: int) -> Image.Image:
    """The page once saved as JPEG and opened again."""
    buffer = io.BytesIO()
    page.save(buffer, "JPEG", quality=quality)
    buffer.seek(0)
    return Image.open(buffer).convert("RGB")
