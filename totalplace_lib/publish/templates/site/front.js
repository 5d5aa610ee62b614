"use strict";
// The page is complete without this; here the map is coloured by choice, places are found, and the table learns to sort.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const by = (id) => document.getElementById(id);
  const plain = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/&/g, " and ").replace(/\bsaint\b/g, "st").replace(/[^a-z0-9]/g, "");
  const make = (tag, words, parent) => {
    const made = document.createElement(tag);
    made.textContent = words;
    if (parent) parent.append(made);
    return made;
  };
  const plural = (number, one) => `${number} ${number === 1 ? one : `${one}s`}`;

  // Find a place by any name or code.
  const names = data.names.map(([name, slug, isPart]) => ({ name, slug, isPart, folded: plain(name) }));
  const rank = (one, wanted) => (one.folded === wanted ? 0 : one.folded.startsWith(wanted) ? 1 : 2) + (one.isPart ? 0.5 : 0);
  const search = () => {
    const wanted = plain(by("find").value);
    const hits = by("hits");
    hits.replaceChildren();
    by("found").textContent = "";
    if (wanted.length < 2) return;
    const seen = new Map();
    for (const one of names.filter((each) => each.folded.includes(wanted)).sort((a, b) => rank(a, wanted) - rank(b, wanted) || a.name.localeCompare(b.name))) {
      if (!seen.has(one.slug)) seen.set(one.slug, one);
    }
    for (const one of [...seen.values()].slice(0, 12)) {
      const [name, page, kind] = data.places[one.slug];
      const item = make("li", "", hits);
      const link = make("a", name, item);
      link.href = page;
      const known = plain(name) === one.folded;
      item.append(` ${one.isPart ? `holds ${one.name}` : known ? kind : `${one.name}, ${kind}`}`);
    }
    by("found").textContent = seen.size ? plural(seen.size, "place") : "No place here has this name or code.";
  };
  by("find").addEventListener("input", search);
  by("find").addEventListener("keydown", (event) => {
    const first = by("hits").querySelector("a");
    if (event.key === "Enter" && first) first.click();
  });
  by("search").hidden = false;

  // The map: measure and year by choice; a place's figure where the pointer is; its page at a click.
  if (data.map.length && by("england-map")) {
    const areas = [...document.querySelectorAll("#england-map .area")];
    let now = null;
    const words = (value) => (now.unit === "£" ? `£${Math.round(value).toLocaleString("en-GB")}` : `${Math.round(value) > 0 ? "+" : ""}${Math.round(value) || 0}%`).replace("-", "\u2212").replace("£\u2212", "\u2212£");
    const classOf = (value) => 1 + now.edges.filter((edge) => value >= edge).length;
    const told = (held) => `${data.places[held[0]][0]}: ${words(held[1])}, between ${words(held[2])} and ${words(held[3])}`;
    const title = (area, text) => {
      const old = area.querySelector("title") || area.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "title"));
      old.textContent = text;
    };
    const colour = () => {
      const measure = data.map[by("measure").value];
      const year = by("map-year").value;
      now = { unit: measure.unit, ...measure.years[year] };
      const places = now.words.map(() => new Set());
      for (const area of areas) {
        const held = now.areas[area.dataset.area];
        const number = held ? classOf(held[1]) : 0;
        area.setAttribute("class", `area m${number}`);
        title(area, held ? told(held) : "no figure");
        if (held) places[number - 1].add(data.places[held[0]][0]);
      }
      const heading = measure.name.includes(year) ? measure.name : `${measure.name}, ${year}`;
      by("map-title").textContent = heading;
      by("england-map").querySelector("title").textContent = heading;
      by("map-caption").textContent = `${heading}: the places of each class`;
      by("map-about").textContent = measure.about;
      by("map-note").textContent = now.note;
      by("map-told").textContent = "";
      by("legend").replaceChildren();
      by("map-rows").replaceChildren();
      now.words.forEach((said, at) => {
        const item = make("li", "", by("legend"));
        const swatch = make("span", "", item);
        swatch.className = `swatch m${at + 1}`;
        swatch.setAttribute("aria-hidden", "true");
        item.append(said);
        const row = make("tr", "", by("map-rows"));
        make("th", said, row).scope = "row";
        make("td", String(places[at].size), row).className = "number";
        make("td", [...places[at]].sort().join(", ") || "none", row);
      });
    };
    const years = () => {
      const chosen = by("map-year").value;
      const held = Object.keys(data.map[by("measure").value].years).sort().reverse();
      by("map-year").replaceChildren(...held.map((year) => new Option(year, year)));
      if (held.includes(chosen)) by("map-year").value = chosen;
    };
    const begin = by("map-title").textContent.split(", ").pop();
    years();
    if ([...by("map-year").options].some((one) => one.value === begin)) by("map-year").value = begin;
    by("measure").addEventListener("change", () => { years(); colour(); });
    by("map-year").addEventListener("change", colour);
    const held = (event) => now.areas[event.target.dataset && event.target.dataset.area];
    by("england-map").addEventListener("pointerover", (event) => { if (held(event)) by("map-told").textContent = told(held(event)); });
    by("england-map").addEventListener("click", (event) => { if (held(event)) location.href = data.places[held(event)[0]][1]; });
    by("map-controls").hidden = false;
    colour();
  }

  // The table of all places: sorted by its headings, filtered by words, kind and region.
  const table = by("places-table");
  if (!table) return;
  const body = table.tBodies[0];
  const rows = Array.from(body.rows);
  const texts = new Map(rows.map((row) => [row, row.textContent.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase()]));
  const cell = (row, column) => row.cells[column].textContent.trim();
  for (const [id, column] of [["kind", 1], ["region", 2]]) {
    for (const word of [...new Set(rows.map((row) => cell(row, column)))].sort()) by(id).append(new Option(word, word));
    by(id).addEventListener("change", () => show());
  }
  const show = () => {
    const wanted = by("filter").value.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const fits = wanted.every((word) => texts.get(row).includes(word)) && (!by("kind").value || cell(row, 1) === by("kind").value) && (!by("region").value || cell(row, 2) === by("region").value);
      row.hidden = !fits;
      shown += fits;
    }
    by("shown").textContent = `${shown} of ${plural(rows.length, "place")}`;
  };
  const sort = (header, column) => {
    const down = header.getAttribute("aria-sort") === "ascending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", down ? "descending" : "ascending");
    const compare = new Intl.Collator("en-GB", { numeric: true }).compare;
    const value = (row) => row.cells[column].dataset.value;
    rows.sort((one, other) => (down ? -1 : 1) * (value(one) === undefined ? compare(cell(one, column), cell(other, column)) : value(one) - value(other)));
    body.append(...rows);
  };
  Array.from(table.tHead.rows[0].cells).forEach((header, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = header.textContent;
    button.addEventListener("click", () => sort(header, column));
    header.replaceChildren(button);
  });
  by("filter").addEventListener("input", show);
  by("finder").hidden = false;
  show();
})();
