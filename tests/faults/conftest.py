"""A copy of the project for the catalogue: each fault is taken back after its run."""

from pathlib import Path

import pytest

from tests.faults.running import Project, hurried


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hurried(tmp_path_factory.mktemp("project") / "downhill")


@pytest.fixture(scope="module")
def project(folder: Path) -> Project:
    return Project(folder)
