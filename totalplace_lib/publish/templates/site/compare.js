"use strict";
// Two places of the reader's choice: their figures, whether the ranges leave a difference, who spends it, their years.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const by = (id) => document.getElementById(id);
  const places = new Map(data.places.map((place) => [place.slug, place]));
  const number = (value) => Math.round(value).toLocaleString("en-GB").replace("-", "\u2212");
  const pounds = (value) => `£${number(value)}`.replace("£\u2212", "\u2212£");
  const money = (thousands) => {
    const size = Math.abs(thousands) / 1000;
    const said = size >= 1000 ? `£${(size / 1000).toFixed(1)} billion` : `£${size < 10 ? size.toFixed(1) : Math.round(size)} million`;
    return thousands < 0 ? `\u2212${said}` : said;
  };
  const head = ([people, ...amounts]) => amounts.slice(0, 3).map((amount) => (amount * 1000) / people);
  const between = (low, high) => (pounds(low) === pounds(high) ? pounds(low) : `${pounds(low)} to ${pounds(high)}`);
  const make = (tag, words, parent, type) => {
    const made = document.createElement(tag);
    made.textContent = words;
    if (type) made.className = type;
    if (parent) parent.append(made);
    return made;
  };

  // As evidence/carried.py has it: both measured enough, the ranges apart, and more than a small difference.
  const verdict = (one, other) => {
    if (Math.min(one[4], other[4]) < data.measured) return "little";
    const [mine, low, high] = head(one);
    const [theirs, itsLow, itsHigh] = head(other);
    return (low <= itsHigh && itsLow <= high) || Math.abs(mine - theirs) < data.gap * Math.abs(theirs) ? "wide" : "";
  };

  const table = (id, caption, headings, rows) => {
    const made = make("table", "");
    make("caption", caption, made);
    const top = make("tr", "", make("thead", "", made));
    headings.forEach((words, at) => { make("th", words, top, at ? "number" : "").scope = "col"; });
    const body = make("tbody", "", made);
    for (const [first, ...cells] of rows) {
      const row = make("tr", "", body);
      make("th", first, row).scope = "row";
      for (const words of cells) make("td", words, row, "number");
    }
    by(id).replaceChildren(made);
  };

  const say = (one, other, year) => {
    const [mine, theirs] = [one.years[year], other.years[year]];
    const why = verdict(mine, theirs);
    const [a, b] = [head(mine), head(theirs)];
    const more = a[0] > b[0] ? one : other;
    const figures = `${one.name}: ${pounds(a[0])}, between ${between(a[1], a[2]).replace(" to ", " and ")}. ${other.name}: ${pounds(b[0])}, between ${between(b[1], b[2]).replace(" to ", " and ")}.`;
    by("verdict").textContent = why ? `Which of the two spends more for each resident in ${year} cannot be told.` : `In ${year} more is spent for each resident of ${more.name}.`;
    const words = { "": "The ranges do not meet.", wide: "The ranges meet, or the figures are too near to each other.", little: "Too little of the money is published for the place or shared by a tested measure." };
    by("why").textContent = `${figures} ${words[why]}`;
  };

  const figures = (one, other, year) => {
    const rows = [["Residents", (place) => number(place.years[year][0])], ["All public spending", (place) => money(place.years[year][1])],
      ["Its range", (place) => `${money(place.years[year][2])} to ${money(place.years[year][3])}`],
      ["For each resident", (place) => pounds(head(place.years[year])[0])],
      ["Its range", (place) => between(...head(place.years[year]).slice(1))],
      ["Councils, for each resident", (place) => (place.councils[year] ? pounds(head(place.councils[year])[0]) : "[z]")],
      ["Range of the councils' part", (place) => (place.councils[year] ? between(...head(place.councils[year]).slice(1)) : "[z]")],
      ["Kind of place", (place) => place.kind]];
    rows[4][0] = "Range for each resident";
    table("figures-table", `${one.name} and ${other.name} in ${year}`, ["Figure", one.name, other.name], rows.map(([words, value]) => [words, value(one), value(other)]));
    by("figures-none").hidden = true;
  };

  const groups = (one, other) => {
    const year = one.newest;
    const names = Object.keys(one.groups).filter((name) => name in other.groups);
    const isSame = year === other.newest && names.length;
    by("groups-table").replaceChildren();
    by("groups-about").textContent = isSame ? `£ for each resident in ${year}, the newest year; a difference is marked only where the ranges leave one.` : "The two places have no year in common for which spending by group was made.";
    if (!isSame) return;
    const cell = (held) => `${pounds(head(held)[0])} (${between(...head(held).slice(1))})`;
    const side = (name) => {
      const [mine, theirs] = [one.groups[name], other.groups[name]];
      if (verdict(mine, theirs)) return "not told";
      return head(mine)[0] > head(theirs)[0] ? `more in ${one.name}` : `more in ${other.name}`;
    };
    table("groups-table", `Spending for each resident by who spends it, ${year}`, ["Who spends it", one.name, other.name, "Difference"], names.map((name) => [name, cell(one.groups[name]), cell(other.groups[name]), side(name)]));
  };

  const SVG = "http://www.w3.org/2000/svg";
  const draw = (tag, values, parent, words) => {
    const made = document.createElementNS(SVG, tag);
    for (const [key, value] of Object.entries(values)) made.setAttribute(key, value);
    if (words) made.textContent = words;
    parent.append(made);
    return made;
  };
  const over = (one, other) => {
    const years = Object.keys(one.lasting).filter((year) => year in other.lasting).sort();
    by("over-picture").replaceChildren();
    by("over-table").replaceChildren();
    by("over-about").textContent = years.length > 1 ? `£ for each resident in ${data.base} prices, from nought, without what was paid for a few years only. The pale bands are the ranges; a line is parted where a definition changed.` : "There is only one year to show.";
    if (years.length < 2) return;
    const [wide, tall, left, low] = [640, 260, 62, 24];
    const top = Math.max(...[one, other].flatMap((place) => years.map((year) => place.lasting[year][2])));
    const begin = Number(years[0].slice(0, 4));
    const x = (year) => left + ((Number(year.slice(0, 4)) - begin) / (Number(years[years.length - 1].slice(0, 4)) - begin)) * (wide - left - 12);
    const y = (value) => tall - low - (value / top) * (tall - low - 12);
    const svg = draw("svg", { viewBox: `0 0 ${wide} ${tall}`, role: "img", class: "years" }, by("over-picture"));
    draw("title", {}, svg, `${one.name} and ${other.name} over the years`);
    draw("desc", {}, svg, "Two lines with the bands of their ranges; the table below has the figures.");
    const step = 10 ** Math.floor(Math.log10(top)) / (top / 10 ** Math.floor(Math.log10(top)) < 3 ? 2 : 1);
    for (let value = 0; value <= top; value += step) {
      draw("path", { d: `M${left} ${y(value)}H${wide - 12}`, class: "rule" }, svg);
      draw("text", { x: left - 8, y: y(value) + 5, "text-anchor": "end" }, svg, pounds(value));
    }
    for (const year of [years[0], years[years.length - 1]]) draw("text", { x: x(year), y: tall - 2, "text-anchor": year === years[0] ? "start" : "end" }, svg, year);
    [one, other].forEach((place, at) => {
      let run = [];
      const flush = () => {
        if (run.length) {
          const ends = [...run.map((year) => `${x(year)} ${y(place.lasting[year][2])}`), ...[...run].reverse().map((year) => `${x(year)} ${y(place.lasting[year][1])}`)];
          draw("path", { d: `M${ends.join("L")}z`, class: `band band-${at}` }, svg);
          draw("path", { d: `M${run.map((year) => `${x(year)} ${y(place.lasting[year][0])}`).join("L")}`, class: `stroke stroke-${at}` }, svg);
        }
        run = [];
      };
      years.forEach((year, here) => {
        const isNext = here > 0 && Number(year.slice(0, 4)) === Number(years[here - 1].slice(0, 4)) + 1;
        if (here && (data.breaks.includes(year) || !isNext)) flush();
        run.push(year);
      });
      flush();
    });
    const key = make("ul", "", by("over-picture"), "legend");
    [one, other].forEach((place, at) => {
      const item = make("li", "", key);
      make("span", "", item, `swatch swatch-${at}`).setAttribute("aria-hidden", "true");
      item.append(place.name);
    });
    const row = (place, year) => `${pounds(place.lasting[year][0])} (${between(place.lasting[year][1], place.lasting[year][2])})`;
    table("over-table", `Spending for each resident in ${data.base} prices`, ["Year", one.name, other.name], [...years].reverse().map((year) => [year, row(one, year), row(other, year)]));
  };

  const choose = () => {
    const [one, other] = [places.get(by("one").value), places.get(by("other").value)];
    const common = Object.keys(one.years).filter((year) => year in other.years).sort().reverse();
    const before = by("year").value || data.year;
    by("year").replaceChildren(...common.map((year) => new Option(year, year)));
    if (common.includes(before)) by("year").value = before;
    const year = by("year").value;
    history.replaceState(null, "", `#${[one.slug, other.slug, year].map(encodeURIComponent).join(",")}`);
    if (!year) {
      by("verdict").textContent = `${one.name} and ${other.name} have no year in common.`;
      by("why").textContent = "";
      for (const id of ["figures-table", "groups-table", "over-table", "over-picture"]) by(id).replaceChildren();
      return;
    }
    say(one, other, year);
    figures(one, other, year);
    groups(one, other);
    over(one, other);
  };

  const asked = () => {
    const [first, second, year] = location.hash.slice(1).split(",").map(decodeURIComponent);
    const slugs = data.places.map((place) => place.slug);
    const one = places.has(first) ? first : slugs[1];
    by("one").value = one;
    by("other").value = places.has(second) ? second : slugs.find((slug) => slug !== one);
    if (year) by("year").replaceChildren(new Option(year, year));
    choose();
  };
  if (data.places.length < 2) return;
  for (const id of ["one", "other"]) by(id).append(...data.places.map((place) => new Option(place.name, place.slug)));
  for (const id of ["one", "other", "year"]) by(id).addEventListener("change", choose);
  window.addEventListener("hashchange", asked);
  by("choose").hidden = false;
  asked();
})();
