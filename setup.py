"""The wheel carries what the library reads, so that it counts without a clone; all else is in pyproject.toml."""

from pathlib import Path
from shutil import copyfile, rmtree

from setuptools import setup
from setuptools.command.build_py import build_py

CARRIED = ("config/**/*", "data/processed/*", "notebooks/*.ipynb")


class BuildWithProject(build_py):
    """Copies config, tables and notebooks into the package; an editable install reads the clone itself."""

    def run(self) -> None:
        """As build_py, then the copies."""
        super().run()
        if not self.editable_mode:
            target = Path(self.build_lib, "totalplace_lib", "carried")
            rmtree(target, ignore_errors=True)  # of an earlier build
            for path in (one for pattern in CARRIED for one in Path().glob(pattern) if one.is_file()):
                (target / path).parent.mkdir(parents=True, exist_ok=True)
                copyfile(path, target / path)


setup(cmdclass={"build_py": BuildWithProject})
