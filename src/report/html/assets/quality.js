// Data quality, and the run itself.

async function qualityPage(data) {
  const trends = await block("trends");
  const counts = data.counts;
  const own = data.hubs.filter((hub) => hub[4] === "agent_phone").length;
  const text = (place) => (row) => row[place];
  const number = (name, place) => [word(name), (row) => whole(row[place]), true, (row) => row[place]];
  const cut = (rows, all) => all > rows.length ? element("p", { class: "note" }, word("listed", rows.length)) : null;
  return [
    element("h1", {}, word("quality")),
    element("div", { class: "figures" }, figure(whole(counts.records), word("records")), figure(whole(data.inputs.reduce((sum, input) => sum + input[4], 0)), word("rejects")),
      figure(whole(data.channels.length), word("channels")), figure(whole(counts.hubs), word("hubs")), figure(whole(own), word("own_phone"))),
    section(word("hubs"), dataTable(data.hubs, [[word("kind"), (hub) => word(hub[0])], [word("value"), (hub) => hub[1][language]], number("records", 2), number("persons", 3),
      [word("would_tie"), (hub) => hub[6] ? word("members_of", whole(hub[6]), whole(hub[7])) : "–", true, (hub) => hub[6]], [word("treatment"), (hub) => word(hub[4])], [word("reason"), (hub) => hub[5][language]]], { sort: 3 }), element("p", { class: "note" }, word("would_tie_note")), cut(data.hubs, counts.hubs)),
    section(word("rejects"), dataTable(data.rejects, [[word("file"), (row) => row[0].split(/[/\\]/).at(-1)], number("line", 1), [word("column"), text(2)], [word("shape"), text(3)], [word("reason"), text(4)]])),
    element("div", { class: "three" },
      section(word("differs"), differsTable(trends, "branch")),
      section(word("differs"), differsTable(trends, "channel")),
      section(word("channels"), dataTable(data.channels, [[word("text"), text(0)], number("records", 1)]))),
  ];
}

/** Share of records whose contact is not the registered one, by branch or channel, over the whole input. */
function differsTable(trends, by) {
  const figure = (name) => (group) => group.figures.at(-1)[at(trends, name)].now;
  const [records, share] = ["records", "contact_differs"].map(figure);
  return dataTable(trends.groups[by], [[word(by), (group) => word(group.name)],
    [word("records"), (group) => whole(records(group)), true, records],
    [word("share_differs"), (group) => written("share", share(group)), true, (group) => share(group) ?? -1]], { sort: 2 });
}

function aboutPage(data) {
  const text = (place) => (row) => row[place];
  const number = (name, place) => [word(name), (row) => whole(row[place]), true, (row) => row[place]];
  return [
    element("h1", {}, word("about")),
    element("div", { class: "figures" }, figure(data.version, word("version")), figure(data.as_of, word("as_of")), figure(whole(data.counts.rings), word("likely_rings")),
      figure(data.by_chance === null ? "–" : data.by_chance.toFixed(2), word("by_chance")), figure(whole(data.permutations), word("permutations"))),
    section(word("inputs"), dataTable(data.inputs, [[word("file"), text(0)], [word("table"), text(1)], [word("format"), text(2)], number("rows", 3), number("rejected", 4), [word("digest"), text(5)]])),
    section(word("settings"), dataTable(data.settings, [[word("name"), text(0)], [word("setting"), (row) => row[1] || "–"]]), element("p", { class: "note" }, word("seconds"))),
  ];
}
