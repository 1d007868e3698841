"""Finds the files of a voice that a person hands over: a model, a folder or a ZIP archive with one."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from readaloud.errors import EngineError

_MOST = 4 * 10**9
"""Bytes that an archive may unpack to; Kokoro's has 0.4."""
_MODEL_CARDS = ("MODEL_CARD", "MODEL_CARD.txt", "MODEL_CARD.md")
_STYLES = ("voices*.bin", "voices*.npz")


@dataclass(frozen=True, slots=True)
class Files:
    """A voice's files, wherever they lie."""

    model: Path
    config: Path | None = None
    """Piper's."""
    styles: Path | None = None
    """Kokoro's voices."""
    card: Path | None = None

    @property
    def engine(self) -> str:
        """Whose model it is."""
        return "piper" if self.config else "kokoro"

    @property
    def all(self) -> tuple[Path, ...]:
        """What shapes the sound."""
        return tuple(path for path in (self.model, self.config, self.styles) if path)


def found(path: Path, name: str, spare: Path) -> Files:
    """The voice in a path; of several the one called `name`. An archive is unpacked to `spare`."""
    if not path.exists():
        raise EngineError(f"There is no file or folder {path}.")
    if path.is_file() and zipfile.is_zipfile(path):
        return found(_unpacked(path, spare), name, spare)
    if path.is_file() and path.suffix == ".onnx":
        return _beside(path)
    if path.is_file():
        raise EngineError(
            f"{path} is no voice.",
            tip="Give a model (.onnx), or a folder or a ZIP archive with one and what belongs to it.",
        )
    models = sorted(path.rglob("*.onnx"))
    if named := [model for model in models if model.stem == name]:
        models = named[:1]
    if not models:
        raise EngineError(f"There is no model (.onnx) in {path}.", tip="Give the folder that holds the voice's files.")
    if len(models) > 1:
        raise EngineError(
            f"There are {len(models)} models in {path}: {_listed([model.stem for model in models])}.",
            tip="Say which: readaloud voices install NAME --from PATH, or give the .onnx file.",
        )
    return _beside(models[0])


def from_files(paths: Sequence[Path]) -> Files:
    """The same of files that were fetched."""
    model = next((path for path in paths if path.suffix == ".onnx"), None)
    if model is None:
        raise EngineError("The catalogue names no model (.onnx) for this voice.")
    return _beside(model)


def _beside(model: Path) -> Files:
    """A model with what lies beside it."""
    folder = model.parent
    config = next((c for c in (Path(f"{model}.json"), model.with_suffix(".json")) if c.is_file()), None)
    card = next((folder / name for name in _MODEL_CARDS if (folder / name).is_file()), None)
    if config:
        return Files(model, config=config, card=card)
    styles = next((path for pattern in _STYLES for path in sorted(folder.glob(pattern))), None)
    if styles:
        return Files(model, styles=styles, card=card)
    raise EngineError(
        f"{model.name} stands alone: {model.name}.json is missing beside it.",
        tip="A Piper voice is a .onnx and a .onnx.json file of one name; Kokoro's is a .onnx and a voices….bin file.",
    )


def _unpacked(archive: Path, spare: Path) -> Path:
    """The folder with the archive's files of a voice, each by its name alone: no path in it can lead out."""
    try:
        with zipfile.ZipFile(archive) as packed:
            wanted = [
                info for info in packed.infolist() if not info.is_dir() and _is_of_voice(Path(info.filename).name)
            ]
            if sum(info.file_size for info in wanted) > _MOST:
                raise EngineError(f"{archive} unpacks to more than {_MOST // 10**9} GB: it is no voice.")
            for info in wanted:
                with packed.open(info) as source, (spare / Path(info.filename).name).open("wb") as target:
                    shutil.copyfileobj(source, target)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        raise EngineError(f"{archive} is a damaged archive: {error}.", tip="Fetch or copy it anew.") from error
    return spare


def _is_of_voice(name: str) -> bool:
    return name.endswith((".onnx", ".json", ".bin", ".npz")) or name in _MODEL_CARDS


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:5]) + (" …" if len(names) > 5 else "")
