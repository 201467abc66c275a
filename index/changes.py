"""What training changed of the bundled model, kept small: int8 matrices with a scale for each row.

Vectors are kept in half precision. What training left frozen (the word embeddings) is not kept.
"""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.errors import EncoderError

if TYPE_CHECKING:
    import torch

_SCALE = ".scale"


def save_changes(model: "torch.nn.Module", path: Path) -> None:
    """Write every parameter of a model that was not frozen to a safetensors file."""
    from safetensors.numpy import save_file

    kept: dict[str, NDArray[np.generic]] = {}
    for name, values in model.named_parameters():
        if not values.requires_grad:
            continue
        array = values.detach().float().numpy()
        if array.ndim == 2:
            scale = np.abs(array).max(axis=1, keepdims=True) / 127 + 1e-12
            kept[name] = np.round(array / scale).astype(np.int8)
            kept[name + _SCALE] = scale.astype(np.float32)
        else:
            kept[name] = array.astype(np.float16)
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file(kept, str(path))


def apply_changes(model: "torch.nn.Module", path: Path, command: str) -> None:
    """Put what `save_changes` kept into `model`.

    Raises:
        EncoderError: the file is missing or belongs to another model; `command` would make it.
    """
    import torch
    from safetensors.numpy import load_file

    if not path.is_file():
        raise EncoderError(f"{path.name} is missing; restore it, or run `{command}`")
    kept = load_file(str(path))
    state = model.state_dict()
    for name, values in kept.items():
        if name.endswith(_SCALE):
            continue
        array = values.astype(np.float32)
        if name + _SCALE in kept:
            array = array * kept[name + _SCALE]
        if name not in state or tuple(state[name].shape) != array.shape:
            raise EncoderError(f"{path.name} does not fit the bundled model; run `{command}`")
        state[name] = torch.from_numpy(array)
    model.load_state_dict(state)
