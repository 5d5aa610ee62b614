"use strict";
// The table is complete without this; here it learns to be sorted by its headings and searched.
(() => {
  const table = document.getElementById("reports-table");
  const body = table.tBodies[0];
  const rows = Array.from(body.rows);
  const find = document.getElementById("find");
  const state = document.getElementById("state");
  const found = document.getElementById("found");
  const plain = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const words = new Map(rows.map((row) => [row, plain(`${row.textContent} ${row.dataset.report}`)]));
  const cell = (row, column) => row.cells[column].textContent.trim();

  const show = () => {
    const wanted = plain(find.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const fits = wanted.every((word) => words.get(row).includes(word)) && (!state.value || cell(row, 3) === state.value);
      row.hidden = !fits;
      shown += fits;
    }
    found.textContent = `${shown} of ${rows.length} ${rows.length === 1 ? "report" : "reports"}`;
  };

  const sort = (header, column) => {
    const down = header.getAttribute("aria-sort") === "ascending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", down ? "descending" : "ascending");
    const compare = new Intl.Collator("en-GB", { numeric: true }).compare;
    rows.sort((one, other) => (down ? -1 : 1) * compare(cell(one, column), cell(other, column)));
    body.append(...rows);
  };

  Array.from(table.tHead.rows[0].cells).slice(0, 4).forEach((header, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = header.textContent;
    button.addEventListener("click", () => sort(header, column));
    header.replaceChildren(button);
  });
  find.addEventListener("input", show);
  state.addEventListener("change", show);
  document.getElementById("finder").hidden = false;
  show();
})();
