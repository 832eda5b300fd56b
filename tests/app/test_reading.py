"""The readers of pictures, on pictures whose contents are known."""

from __future__ import annotations

import io

import numpy as np
import pytest
from bokeh.palettes import Inferno256, Viridis256
from PIL import Image

from tests.app.reading import Frame, centroid, colour_at, decode, distance, pixels, rgb


def png(picture: np.ndarray) -> bytes:
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "PNG")
    return file.getvalue()


def test_pixels_are_those_of_the_file() -> None:
    picture = np.arange(2 * 3 * 3, dtype=np.uint8).reshape(2, 3, 3)
    assert (pixels(png(picture)) == picture).all()
    assert colour_at(picture, (2.9, 1.1)) == (15, 16, 17)


def test_a_picture_with_holes_is_refused() -> None:
    with pytest.raises(AssertionError, match="holes"):
        pixels(png(np.zeros((2, 2, 4), dtype=np.uint8)))


def test_points_stand_in_a_frame_with_the_vertical_axis_upwards() -> None:
    frame = Frame(10.5, 20.5, 200, 100, x=(0, 2), y=(-1, 1), log=False)
    assert frame.spots([[0, -1], [2, 1], [0.5, 0.5]]).tolist() == [
        [10.5, 120.5],
        [210.5, 20.5],
        [60.5, 45.5],
    ]


def test_equal_factors_are_equal_heights_on_a_logarithmic_axis() -> None:
    frame = Frame(0, 0, 100, 80, x=(0, 1), y=(0.01, 100), log=True)
    assert frame.spot(0.5, 1) == pytest.approx((50, 40))
    assert frame.spot(0, 0.1) == pytest.approx((0, 60))


@pytest.mark.parametrize("index", [0, 1, 100, 255])
def test_a_colour_of_a_palette_is_its_value(index: int) -> None:
    value, away = decode(rgb(Viridis256[index]), Viridis256, -1, 3)
    assert value == pytest.approx(-1 + 4 * (index + 0.5) / 256, abs=2 * 4 / 256)
    assert away == 0


def test_a_colour_of_another_palette_is_far_away() -> None:
    assert decode(rgb(Inferno256[200]), Viridis256, 0, 1)[1] > 40
    assert distance([[0, 0, 0]], [3, 0, 4]).tolist() == [5]


def test_the_middle_of_a_mark_is_found() -> None:
    picture = np.zeros((20, 30, 3), dtype=np.uint8)
    picture[4:8, 10:13] = [250, 0, 0]
    picture[15, 25] = [255, 0, 0]
    assert centroid(picture, [255, 0, 0], (10, 5), 6, within=10) == (11.5, 6.0, 12)
    assert centroid(picture, [0, 0, 255], (10, 5), 6, within=10)[2] == 0
