"""An import rule that names what may be imported; import-linter's own name only what may not."""

import sys
from collections.abc import Iterable
from typing import cast

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class OnlyContract(Contract):
    """`importers` import the standard library and `allowed`, and nothing else."""

    type_name = "only"

    importers = fields.ListField(subfield=fields.StringField())
    allowed = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002
        # import-linter puts what the contract lists in the place of these declarations.
        importers, allowed = cast("list[str]", self.importers), cast("list[str]", self.allowed)
        strays = sorted(
            f"{importer} -> {imported}"
            for importer in _modules(graph, importers)
            for imported in graph.find_modules_directly_imported_by(importer)
            if not _within(imported, (*allowed, *sys.stdlib_module_names))
            and not any(package.startswith(f"{imported}.") for package in allowed)
        )
        return ContractCheck(kept=not strays, metadata={"strays": strays})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for stray in check.metadata["strays"]:
            output.print_error(f"- {stray}", bold=False)
        output.new_line()


def _modules(graph: ImportGraph, names: Iterable[str]) -> Iterable[str]:
    for name in names:
        yield name
        yield from graph.find_descendants(name)


def _within(module: str, packages: Iterable[str]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)
