// All rings and look-alikes: a table to sort, filter and search; a row opens its ring.

const filter = { shown: "reported", kind: "", text: "" };

function ringsPage(data) {
  const place = element("section");
  const search = element("input", { id: "search", type: "search", placeholder: word("search"), value: filter.text });
  const select = (name, choices) => {
    const made = element("select", { "aria-label": word(name) }, ...choices.map(([value, text]) => element("option", { value }, text)));
    made.value = filter[name];
    made.addEventListener("change", () => { filter[name] = made.value; draw(); });
    return made;
  };
  search.addEventListener("input", () => { filter.text = search.value; draw(); });
  const kinds = [...new Set(data.rings.map((ring) => ring.kind))].map((kind) => [kind, word(kind)]);
  const count = element("span", { class: "soft", id: "count" });
  const list = element("div");
  const draw = () => {
    const text = filter.text.toLowerCase();
    const rows = data.rings.filter((ring) => (!filter.shown || (filter.shown === "reported") === ring.reported)
      && (!filter.kind || ring.kind === filter.kind)
      && (!text || `${ring.id} ${word(ring.kind)} ${ring.branches.join(" ")}`.toLowerCase().includes(text)));
    count.textContent = `${whole(rows.length)} ${word("rows")}`;
    list.replaceChildren(dataTable(rows, ringColumns(data.rings), { sort: 2, open: (ring) => { location.hash = `ring=${encodeURIComponent(ring.id)}`; } }));
  };
  place.append(element("div", { class: "bar" }, search,
    select("shown", [["reported", word("reported")], ["others", word("lookalikes")], ["", word("all")]]),
    select("kind", [["", `${word("kind")}: ${word("all")}`], ...kinds]), element("span", { class: "space" }), count), list);
  draw();
  return [element("h1", {}, word("rings")), place];
}

function ringColumns(rings) {
  const number = (name) => [word(name), (ring) => whole(ring[name]), true, (ring) => ring[name]];
  return [
    [word("ring"), (ring) => ring.id], [word("kind"), kindTag, false, (ring) => word(ring.kind)],
    [word("score"), (ring) => ring.score.toFixed(4), true, (ring) => ring.score],
    [word("q"), (ring) => ring.q === null ? "–" : ring.q.toPrecision(2), true, (ring) => ring.q ?? 2],
    number("persons"), number("households"), [word("money"), (ring) => yuan(ring.open), true, (ring) => ring.open],
    [word("excess"), (ring) => yuan(ring.excess), true, (ring) => ring.excess],
    [word("branch"), (ring) => ring.branches.join(" ")], [word("first"), (ring) => ring.first], [word("last"), (ring) => ring.last],
    [word("due"), (ring) => ring.due],
    // Shown once a store knows them.
    ...["event", "decision"].filter((name) => rings.some((ring) => ring[name])).map((name) => [word(name), (ring) => word(ring[name])]),
  ];
}
