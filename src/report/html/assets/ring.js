// A ring: its graph, why it has its score, when it happened, who and how much, and the evidence with its source.

async function ringPage(data, id) {
  const place = data.rings.findIndex((ring) => ring.id === id);
  if (place < 0) return [element("h1", {}, id), element("a", { href: "#rings" }, word("back"))];
  const row = data.rings[place];
  const ring = (await block(`rings-${Math.floor(place / data.block)}`))[place % data.block];
  const graph = graphOf(ring);
  const boxes = ["chart graph", "chart small", "chart small"].map((name) => element("div", { class: name }));
  drawLater(() => {
    drawGraph(boxes[0], graph);
    drawWaterfall(boxes[1], ring.reasons);
    drawTimeline(boxes[2], ring);
  });
  return [
    element("div", { class: "bar" }, element("a", { href: "#rings" }, word("back"))),
    element("h1", {}, `${row.id} `, kindTag(row)),
    element("div", { class: "figures" },
      figure(row.score.toFixed(4), word("score")), figure(row.q === null ? "–" : row.q.toPrecision(2), word("q")),
      figure(whole(row.persons), word("persons")), figure(whole(row.households), word("households")),
      figure(`${row.complaints} / ${row.surrenders}`, `${word("complaints")} / ${word("surrenders")}`),
      figure(yuan(row.open), word("stoppable")), figure(row.due ?? "–", word("next_due"))),
    row.reported ? null : notARing(data, row),
    element("div", { class: "graph-and-why" },
      tall(word("graph"), boxes[0], element("p", { class: "note" }, graph.shown < graph.persons || graph.drawn < graph.values ? word("summarised", whole(graph.shown), whole(graph.persons), whole(graph.drawn), whole(graph.values)) : word("hover"))),
      section(word("why"), boxes[1], element("p", { class: "note" }, word("bits")), reasonList(ring.reasons))),
    element("div", { class: "two" },
      section(word("timeline"), boxes[2], element("p", { class: "note" }, `${word("base")}: ${ring.base_per_week.toFixed(1)}`)),
      section(word("losses"), moneyTable(row))),
    ring.letters.length ? section(word("letters"), letterCards(ring), element("p", { class: "note" }, word("letters_note"))) : null,
    section(word("members"), memberTable(ring)),
    section(word("evidence"), evidenceTable(ring)),
  ];
}

/** A section whose chart fills it. */
function tall(title, ...children) {
  const made = section(title, ...children);
  made.className = "tall";
  return made;
}

const kindTag = (row) => element("span", { class: row.reported ? "tag ring" : "tag" }, word(row.kind));

function notARing(data, row) {
  const ringKind = row.kind === "proxy_ring" || row.kind === "agent_collusion";
  return section(word("not_ring"), ringKind ? word("not_ring_score", row.score.toFixed(3), data.cut_off) : word("not_ring_kind", word(row.kind)));
}

function reasonList(reasons) {
  return element("ul", { class: "reasons" }, ...reasons.map((reason) => element("li", reason[4] < 0 ? { class: "against" } : {},
    element("b", {}, `${reason[4] > 0 ? "+" : ""}${reason[4].toFixed(1)}`), element("span", {}, reason[5 + language]))));
}

/** Each bar starts where the last one ended; the last is the sum. */
function drawWaterfall(box, reasons) {
  let sum = 0;
  const bars = reasons.map((reason) => {
    const bar = { name: word(reason[0]), from: sum, to: sum + reason[4], value: reason[4] };
    sum = bar.to;
    return bar;
  });
  bars.push({ name: word("total"), from: 0, to: sum, value: sum });
  const color = (bar) => bar.name === word("total") ? "#475467" : bar.value < 0 ? "#2e7d5b" : "#b42318";
  box.style.height = `${60 + bars.length * 24}px`;
  chart(box, {
    tooltip: { formatter: ({ dataIndex }) => `${bars[dataIndex].name}: ${bars[dataIndex].value.toFixed(2)}` },
    grid: { left: 8, right: 20, top: 4, bottom: 4, containLabel: true },
    xAxis: { type: "value", splitLine: { lineStyle: { color: "#eef1f5" } } },
    yAxis: { type: "category", inverse: true, data: bars.map((bar) => bar.name), axisLabel: { fontSize: 11, width: 170, overflow: "truncate" }, axisTick: { show: false } },
    series: [{
      type: "custom",
      renderItem: (parameters, api) => {
        const bar = bars[parameters.dataIndex];
        const [a, b] = [api.coord([bar.from, parameters.dataIndex]), api.coord([bar.to, parameters.dataIndex])];
        return { type: "rect", shape: { x: Math.min(a[0], b[0]), y: a[1] - 7, width: Math.max(1.5, Math.abs(a[0] - b[0])), height: 14 }, style: { fill: color(bar) } };
      },
      encode: { x: [0, 1], y: 2 }, data: bars.map((bar, place) => [bar.from, bar.to, place]),
    }],
  });
}

const WEEK = 7 * 86400000;

function drawTimeline(box, ring) {
  const week = (date) => Math.floor(Date.parse(date) / WEEK);
  const weeks = ring.members.map((member) => week(member[5]));
  const [start, end] = weeks.reduce(([low, high], one) => [Math.min(low, one), Math.max(high, one)], [Infinity, -Infinity]);
  const from = start - 2, to = end + 2;
  const counts = [0, 1].map(() => new Array(to - from + 1).fill(0));
  ring.members.forEach((member, place) => { counts[member[1]][weeks[place] - from] += 1; });
  const names = counts[0].map((_, place) => new Date((from + place) * WEEK).toISOString().slice(0, 10));
  const bar = (name, data) => ({ type: "bar", stack: "all", name, data, barMaxWidth: 22 });
  // The branches' level stands on its own axis (right): a ring is small beside them.
  const base = { type: "line", yAxisIndex: 1, name: word("base"), symbol: "none", lineStyle: { type: "dashed", color: "#98a2b3" }, itemStyle: { color: "#98a2b3" }, data: names.map(() => ring.base_per_week) };
  chart(box, {
    tooltip: { trigger: "axis" }, legend: { top: 0, itemWidth: 14 }, grid: { left: 8, right: 12, top: 34, bottom: 4, containLabel: true },
    xAxis: { type: "category", data: names },
    yAxis: [{ type: "value", minInterval: 1, splitLine: { lineStyle: { color: "#eef1f5" } } }, { type: "value", min: 0, max: (range) => Math.ceil(range.max * 1.25), splitLine: { show: false }, axisLabel: { color: "#98a2b3" } }],
    series: [bar(word("complaints"), counts[0]), bar(word("surrenders"), counts[1]), base],
  });
}

function moneyTable(row) {
  return element("table", {}, element("tbody", {}, ...["premium", "cash", "refund", "excess", "paid", "open"].map((name) =>
    element("tr", {}, element("td", {}, word(name === "open" ? "money" : name)), element("td", { class: "right" }, yuan(row[name]))))));
}

function memberTable(ring) {
  const text = (place) => (member) => member[place];
  return dataTable(ring.members, [
    [word("record"), text(0)], [word("record_type"), (member) => word(member[1] ? "surrender" : "complaint")], [word("person"), text(2)],
    [word("role"), (member) => word(member[3])], [word("strength"), (member) => word(member[4])], [word("date"), text(5)],
    [word("branch"), text(6)], [word("product"), text(7)], [word("agent"), text(8)],
    [word("premium"), (member) => yuan(member[9]), true, (member) => member[9] ?? 0],
    [word("refund"), (member) => yuan(member[11]), true, (member) => member[11] ?? 0],
    [word("excess"), (member) => yuan(member[12]), true, (member) => member[12] ?? 0],
  ]);
}

function evidenceTable(ring) {
  return dataTable(ring.links, [
    [word("link_type"), (link) => word(link[2])], [word("value"), (link) => masked(ring.values[link[1]])], [word("record"), (link) => ring.members[link[0]][0]],
    [word("weight"), (link) => link[3].toFixed(1), true, (link) => link[3]], [word("source"), (link) => `${link[4]}:${link[5]}`],
  ], { sort: 3 });
}

/** A masked value in the present language. */
const masked = ([, english, chinese]) => language ? chinese ?? english : english;

/** Letters side by side: passages that several people wrote, numbered alike in all letters; of the rest its length. */
function letterCards(ring) {
  const number = (place) => element("sup", {}, String(place + 1));
  const part = (passages, at) => (one) => "hidden" in one ? element("span", { class: "hidden" }, word("hidden", one.hidden))
    : element("mark", { "data-passage": `${at}-${one.passage}` }, number(one.passage), "\u2060", passages[one.passage]);
  const card = ({ value, passages }, at) => ([member, parts]) => element("article", {},
    element("h3", {}, `${ring.members[member][0]} · ${ring.members[member][2]} · ${ring.members[member][5]} · ${masked(value)}`), element("p", {}, ...parts.map(part(passages, at))));
  const cards = element("div", { class: "letters" }, ...ring.letters.flatMap((cluster, at) => cluster.letters.map(card(cluster, at))));
  // The passage under the pointer is marked in every letter of the page.
  cards.addEventListener("pointerover", (event) => {
    const passage = event.target.closest("mark")?.dataset.passage;
    for (const mark of cards.querySelectorAll("mark")) mark.classList.toggle("same", mark.dataset.passage === passage);
  });
  return cards;
}
