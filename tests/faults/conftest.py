"""A copy of the project for each file of the catalogue."""

import pytest

from tests.faults.running import Project


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return Project(tmp_path_factory.mktemp("project"))
