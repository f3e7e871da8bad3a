// Data quality, and the run itself.

function qualityPage(data) {
  const counts = data.counts;
  const own = data.hubs.filter((hub) => hub[4] === "agent_phone").length;
  const text = (place) => (row) => row[place];
  const number = (name, place) => [word(name), (row) => whole(row[place]), true, (row) => row[place]];
  const cut = (rows, all) => all > rows.length ? element("p", { class: "note" }, word("listed", rows.length)) : null;
  return [
    element("h1", {}, word("quality")),
    element("div", { class: "figures" }, figure(whole(counts.records), word("records")), figure(whole(data.inputs.reduce((sum, input) => sum + input[4], 0)), word("rejects")),
      figure(whole(data.channels.length), word("channels")), figure(whole(counts.hubs), word("hubs")), figure(whole(own), word("own_phone"))),
    section(word("hubs"), dataTable(data.hubs, [[word("kind"), (hub) => word(hub[0])], [word("value"), text(1)], number("records", 2), number("persons", 3),
      [word("treatment"), (hub) => word(hub[4])], [word("why"), (hub) => hub[5][language]]], { sort: 3 }), cut(data.hubs, counts.hubs)),
    element("div", { class: "two" },
      section(word("rejects"), dataTable(data.rejects, [[word("file"), text(0)], number("line", 1), [word("column"), text(2)], [word("shape"), text(3)], [word("why"), text(4)]])),
      section(word("channels"), dataTable(data.channels, [[word("text"), text(0)], number("records", 1)]))),
  ];
}

function aboutPage(data) {
  const text = (place) => (row) => row[place];
  const number = (name, place) => [word(name), (row) => whole(row[place]), true, (row) => row[place]];
  return [
    element("h1", {}, word("about")),
    element("div", { class: "figures" }, figure(data.version, word("version")), figure(data.as_of, word("as_of")), figure(whole(data.counts.rings), word("likely_rings")),
      figure(data.by_chance === null ? "–" : data.by_chance.toFixed(2), word("by_chance")), figure(whole(data.permutations), word("permutations"))),
    section(word("inputs"), dataTable(data.inputs, [[word("file"), text(0)], [word("table"), text(1)], [word("type"), text(2)], number("rows", 3), number("rejected", 4), [word("digest"), text(5)]])),
    section(word("settings"), dataTable(data.settings, [[word("name"), text(0)], [word("value"), text(1)]]), element("p", { class: "note" }, word("seconds"))),
  ];
}
