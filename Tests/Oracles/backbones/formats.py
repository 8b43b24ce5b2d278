"""Writes small weight files of every form to Tests/Classification/Formats/Fixtures, for tests that break them at every byte.

Run: python3 Tests/Oracles/backbones/formats.py   (PyTorch 1.13, h5py 3.7)
Element i of a tensor is i / 4 - 1, whatever its type: exact in all of them.
"""

import collections
import pathlib

import h5py
import numpy as np
import torch

FOLDER = pathlib.Path(__file__).parents[2] / "Classification/Formats/Fixtures"


def values(*shape):
    return np.arange(np.prod(shape, dtype=int)).reshape(shape) / 4 - 1


def tensor(*shape, dtype=torch.float32):
    return torch.from_numpy(values(*shape)).to(dtype)


class Evil:
    def __reduce__(self):
        import os
        return os.system, ("echo this must never run",)


def pytorch():
    state = collections.OrderedDict(
        single=tensor(2, 3), half=tensor(4, dtype=torch.float16), brain=tensor(4, dtype=torch.bfloat16),
        double=tensor(4, dtype=torch.float64), steps=torch.tensor(7), turned=tensor(3, 2).T.contiguous().T, empty=tensor(0, 3),
        scalar=torch.tensor(-1.0))
    torch.save(state, FOLDER / "tiny.pth")
    torch.save(state, FOLDER / "tiny-pickles.pth", _use_new_zipfile_serialization=False)
    torch.save({"single": Evil()}, FOLDER / "evil.pth")
    torch.save({"single": Evil()}, FOLDER / "evil-pickles.pth", _use_new_zipfile_serialization=False)
    torch.manual_seed(1)
    torch.save(torch.nn.Linear(2, 3), FOLDER / "module.pth")
    torch.save({"epoch": 3}, FOLDER / "no-state.pth")


def hdf5():
    for name, version in [("earliest", "earliest"), ("latest", "latest"), ("v108", ("v108", "v108"))]:
        with h5py.File(FOLDER / f"tiny-{name}.h5", "w", libver=version) as file:
            layer = file.create_group("conv/conv")
            layer.create_dataset("kernel:0", data=values(3, 2), dtype="<f4")
            file["half"] = values(4).astype("<f2")
            file["big"] = values(4).astype(">f4")
            file["double"] = values(4).astype("<f8")
            file["big_double"] = values(4).astype(">f8")
            file["steps"] = np.array(7, "<i8")
            file["scalar"] = np.array(-1, "<f4")
            file["empty"] = np.zeros((0, 3), "<f4")
            file.attrs["layer_names"] = [b"conv", b"half"]
            file.attrs["backend"] = "tensorflow"
    with h5py.File(FOLDER / "chunked.h5", "w") as file:
        file.create_dataset("chunked", data=values(7, 5), dtype="<f4", chunks=(3, 2))
        file.create_dataset("packed", data=values(7, 5), dtype="<f4", chunks=(4, 4), compression="gzip", shuffle=True)
    with h5py.File(FOLDER / "holes.h5", "w") as file:
        file.create_dataset("holes", (7, 5), "<f4", chunks=(3, 2))[3:6, 2:4] = values(3, 2)
    with h5py.File(FOLDER / "checksums.h5", "w") as file:
        file.create_dataset("checked", data=values(7, 5), dtype="<f4", chunks=(7, 5), fletcher32=True)
    with h5py.File(FOLDER / "circle.h5", "w") as file:
        group = file.create_group("a/b")
        group["c"] = file["a"]
    for version in "earliest", "latest":  # enough members for trees of two levels
        with h5py.File(FOLDER / f"many-{version}.h5", "w", libver=version) as file:
            for i in range(420):
                file.create_dataset(f"weight{i}", data=np.float32(i / 4 - 1), track_times=False)


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    pytorch()
    hdf5()
    for path in sorted(FOLDER.iterdir()):
        print(f"{path.name:24} {path.stat().st_size:8} bytes")


if __name__ == "__main__":
    main()
