"""config/README.md from the contracts: each table, its columns, what may stand there, an example, what to run after."""

from __future__ import annotations

from collections.abc import Iterator

from totalplace_lib.schema.config import all_contracts
from totalplace_lib.schema.config.contract import Column, Contract
from totalplace_lib.schema.config.reading import NONE

PAGE = "README.md"
_HEAD = """# config/: the judgement behind the figures

Made by `totalplace config readme` from the contracts of the tables; not edited by hand.

Everything that somebody decided stands here as text: who spends a line, what drives it, which money passes between
bodies and is counted once, which theme a line serves. Each table can be opened in a text editor or a spreadsheet.

- A line that begins with `#` is a comment. The first other line holds the headings; the order of the columns is free.
- Save as CSV with commas (UTF-8). What a spreadsheet does to a table on saving is recognised where it is
  unambiguous, and named where it is not: semicolons, another encoding, `Sep-08` for `2008-09`, a lost nought.
- In a pattern `*` stands for anything, and upper and lower case are the same. Where rules stand in order, **the first
  row that fits wins**: a narrow rule stands above the wide one. A rule that never wins is an error, unless a further
  column `kept` says why it stays.
- `(none)` says that nothing is meant, in columns where a forgotten word would otherwise pass for that.
- Amounts are GBP, in digits without commas. A financial year is written `2008-09`.
- Tables in `made/` are written by a command and are never edited.

After an edit:

- `totalplace config check` lists every fault of every table with its row and what may stand there, rules that never
  win, and the money that only a catch-all rule holds.
- `totalplace config check --against HEAD` says which rows you edited, and which places and totals that moves, with the
  figures before and after.
- `make test` says whether all still adds up.

and what the table itself asks for, below.
"""
_AFTER = {
    "evidence/": "`totalplace evidence` (it writes `made/` and the pages of evidence)",
    "layouts/": "`totalplace build` (the publications are read with it)",
    "controls/": "`totalplace build --check`",
    "reports.csv": "`totalplace run`",
}
_FOLDERS = {
    "options/": "what a place could do differently, a TOML file each; see docs/options.md",
    "journeys/": "one person's path through services, a TOML file each; see docs/method.md",
    "examples/": "files to try commands with: returns of partners, new councils for a county (docs/how-to-split.md)",
    "sources/": "one card for each publication: where it is published, under which licence, what a whole file is",
}


def page() -> str:
    """The whole page."""
    contracts = all_contracts()
    contents = [f"- [{name}](#{_anchor(name)}): {one.title}" for name, one in contracts.items()]
    folders = [f"- `{folder}`: {says}" for folder, says in _FOLDERS.items()]
    parts = [
        _HEAD,
        "## The tables\n",
        *contents,
        *folders,
        "",
        *(_section(one) for one in contracts.values()),
    ]
    return "\n".join(parts).rstrip() + "\n"


def _anchor(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum() or letter in "-_")


def _section(contract: Contract) -> str:
    lines = [f"## {contract.name}\n", f"**{contract.title}.** {contract.purpose}\n"]
    if contract.made_by:
        lines.append(f"Written by {contract.made_by}; not edited by hand.\n")
    lines += ["| Column | What it says | What may stand there |", "| --- | --- | --- |", *_rows(contract), ""]
    if contract.key:
        lines.append(f"No two rows have the same {', '.join(contract.key)}.\n")
    if contract.example and not contract.made_by:
        lines.append(f"An edit, for example:\n\n```csv\n{contract.example}\n```\n")
    after = next((what for start, what in _AFTER.items() if contract.name.startswith(start)), "")
    if after and not contract.made_by:
        lines.append(f"Then run {after}.\n")
    return "\n".join(lines)


def _rows(contract: Contract) -> Iterator[str]:
    for column in contract.columns:
        yield _row(column, f"`{column.name}`")
    if contract.further is not None:
        heading = " or ".join(f"`{word}`" for word in contract.headed.words()) or contract.headed.expected("")
        yield _row(contract.further, f"{heading} (further column)")


def _row(column: Column, heading: str) -> str:
    allowed = "; ".join(rule.expected("") for rule in column.rules) or "text"
    if column.may_be_empty:
        allowed += f". {NONE if column.is_said else 'Empty'}: {column.empty}"
    return f"| {heading} | {_cell(column.says)} | {_cell(allowed)} |"


def _cell(text: str) -> str:
    return text.replace("|", "or").replace("  ", " ").replace("*", "\\*")
