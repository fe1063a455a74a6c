"""Pictures of one size as a moving one: GIF and WebP by Pillow, MP4 by ffmpeg."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.model.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray
    from PIL.Image import Image

    Picture = NDArray[np.uint8]

ENDINGS = (".mp4", ".gif", ".webp")
#: Quality of MP4 (0 the best, 51 the least) and of WebP (100 the best).
_CRF, _WEBP = 20, 82
_COLOURS = 255


def clip_bytes(pictures: Iterable[Picture], ending: str, *, fps: float, hold: float) -> bytes:
    """Return pictures as a clip; the same pictures make the same bytes.

    Parameters
    ----------
    pictures
        Rows by columns by red, green, blue, all of one size.
    ending
        One of `ENDINGS`.
    fps
        Pictures a second.
    hold
        For how many seconds the last one stays.

    Raises
    ------
    OutputError
        When the ending is another one, or ffmpeg is missing or fails.
    """
    if ending == ".mp4":
        return _mp4(pictures, fps=fps, hold=hold)
    if ending not in ENDINGS:
        raise OutputError(f"a clip cannot be a '{ending}' file. Use {', '.join(ENDINGS)}.")
    return _by_pillow(list(pictures), ending, fps=fps, hold=hold)


def check_encoder(ending: str) -> None:
    """Raise OutputError when what writes clips of an ending is not installed."""
    if ending == ".mp4":
        _ffmpeg()


def _by_pillow(pictures: list[Picture], ending: str, *, fps: float, hold: float) -> bytes:
    from PIL import Image

    frames = [Image.fromarray(picture) for picture in pictures]
    step = max(20, round(1000 / fps))
    durations = [step] * (len(frames) - 1) + [step + round(1000 * hold)]
    how: dict[str, Any] = {"quality": _WEBP, "method": 4, "background": (255, 255, 255, 255)}
    if ending == ".gif":
        frames, how = _in_few_colours(frames), {"optimize": False, "disposal": 1}
    sink = io.BytesIO()
    frames[0].save(sink, format=ending[1:].upper(), save_all=True, append_images=frames[1:],
                   duration=durations, loop=0, **how)
    return sink.getvalue()


def _in_few_colours(frames: list[Image]) -> list[Image]:
    """Return frames with one palette, found in the first, the middle and the last of them."""
    from PIL import Image

    some = [frames[0], frames[len(frames) // 2], frames[-1]]
    width, height = some[0].size
    sample = Image.new("RGB", (width, height * len(some)))
    for i, frame in enumerate(some):
        sample.paste(frame, (0, i * height))
    palette = sample.quantize(_COLOURS, method=Image.Quantize.MEDIANCUT)
    return [frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in frames]


def _ffmpeg() -> Any:
    try:
        import imageio_ffmpeg
    except ModuleNotFoundError as error:
        raise OutputError(
            "MP4 needs imageio-ffmpeg, which is not installed. Run: pip install"
            " 'conflictmap[animate]', or write a .gif or .webp."
        ) from error
    return imageio_ffmpeg


def _mp4(pictures: Iterable[Picture], *, fps: float, hold: float) -> bytes:
    ffmpeg = _ffmpeg()
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "clip.mp4"
        writer = None
        try:
            for picture in _held(pictures, round(fps * hold)):
                if writer is None:
                    rows, columns = picture.shape[:2]
                    writer = ffmpeg.write_frames(
                        str(target), (columns, rows), fps=fps, codec="libx264", quality=None,
                        macro_block_size=1, ffmpeg_log_level="error", output_params=[
                            "-crf", str(_CRF), "-preset", "medium", "-threads", "1",
                            "-fflags", "+bitexact", "-flags:v", "+bitexact", "-map_metadata",
                            "-1", "-movflags", "+faststart"])
                    writer.send(None)
                writer.send(picture)
        except OSError as error:
            raise OutputError(f"ffmpeg cannot write the clip: {error}.") from error
        finally:
            if writer is not None:
                writer.close()
        return target.read_bytes()


def _held(pictures: Iterable[Picture], more: int) -> Iterator[Picture]:
    """Yield pictures of even sides, which the codec asks for, and the last one MORE times."""
    even = None
    for picture in pictures:
        rows, columns = picture.shape[:2]
        even = np.ascontiguousarray(
            np.pad(picture, ((0, rows % 2), (0, columns % 2), (0, 0)), mode="edge"))
        yield even
    for _ in range(more if even is not None else 0):
        yield even  # type: ignore[misc]
