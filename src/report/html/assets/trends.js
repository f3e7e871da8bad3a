// Trends: months by branch, channel or product, and where rings come from.

const view = { by: "branch", name: "" };
const MEASURES = ["complaints", "surrenders", "regulator", "ring_records", "excess", "ring_excess", "money", "differs", "repeated"];
// Exposure column → complaints per so many of it: ¥100 m (in fen), 10,000 policies, 10,000 insured.
const RATES = [["premium_rate", 2, 1e10], ["policies_rate", 3, 1e4], ["insured_rate", 4, 1e4]];

async function trendsPage() {
  const trends = await block("trends");
  const place = element("div");
  const draw = () => {
    const rows = trends[view.by].filter((row) => !view.name || row[1] === view.name);
    const months = sumBy(rows, (row) => row[0]);
    const box = element("div", { class: "chart" }), money = element("div", { class: "chart" });
    const exposed = exposureBy(trends.exposure, view.by === "branch" ? view.name : "");
    const rates = element("div", { class: "chart" });
    place.replaceChildren(compare(months), element("div", { class: "two" },
      section(`${word("complaints")}, ${word("surrenders")}`, box), section(word("excess"), money)),
      exposed.size ? section(word("rates"), rates) : "",
      section(word(view.by), groupTable(trends[view.by])));
    drawLater(() => { drawMonths(box, months); drawMoney(money, months); if (exposed.size) drawRates(rates, months, exposed); });
  };
  const by = element("select", {}, ...["branch", "channel", "product"].map((name) => element("option", { value: name }, word(name))));
  by.value = view.by;
  const name = element("select");
  const names = () => {
    const all = [...new Set(trends[view.by].map((row) => row[1]))].filter(Boolean).sort();
    name.replaceChildren(element("option", { value: "" }, word("all")), ...all.map((one) => element("option", { value: one }, word(one))));
    name.value = view.name;
  };
  by.addEventListener("change", () => { view.by = by.value; view.name = ""; names(); draw(); });
  name.addEventListener("change", () => { view.name = name.value; draw(); });
  names();
  draw();
  return [element("h1", {}, word("trends")), eventFigures(trends.befell), element("div", { class: "bar" }, word("by"), by, name), place,
    element("h1", {}, word("sources")), element("div", { class: "three" }, ...["agent", "branch", "product"].map((key) => section(word(key), sourceTable(trends.sources[key], key))))];
}

/** name → sums of the measures, in order of the names. */
function sumBy(rows, key) {
  const sums = new Map();
  for (const row of rows) {
    const sum = sums.get(key(row)) ?? new Array(MEASURES.length).fill(0);
    row[2].forEach((part, place) => { sum[place] += part; });
    sums.set(key(row), sum);
  }
  return [...sums].sort(([a], [b]) => a < b ? -1 : 1);
}

/** The last month against the one before and the same month of the year before. */
function compare(months) {
  if (!months.length) return "";
  const [last, now] = months.at(-1);
  const find = (month) => months.find(([name]) => name === month)?.[1];
  const [year, month] = last.split("-").map(Number);
  const before = find(month === 1 ? `${year - 1}-12` : `${year}-${String(month - 1).padStart(2, "0")}`);
  const lastYear = find(`${year - 1}-${String(month).padStart(2, "0")}`);
  const change = (old, place) => old?.[place] ? `${now[place] >= old[place] ? "+" : ""}${(100 * (now[place] / old[place] - 1)).toFixed(0)} %` : "–";
  const card = (place, text, name) => element("div", { class: "figure" }, element("b", {}, text), element("span", {}, name),
    element("span", { class: "line" }, `${word("previous")} ${change(before, place)}`), element("span", { class: "line" }, `${word("last_year")} ${change(lastYear, place)}`));
  return element("div", {}, element("h2", {}, last), element("div", { class: "figures" }, card(0, whole(now[0]), word("complaints")), card(1, whole(now[1]), word("surrenders")),
    card(8, whole(now[8]), word("repeated")), card(3, whole(now[3]), word("ring_records")), card(4, yuan(now[4]), word("excess")), card(6, yuan(now[6]), word("money"))));
}

/** What happened to rings since the last run; a run without a store knows of nothing. */
function eventFigures(befell) {
  const names = Object.keys(WORDS).filter((name) => Object.hasOwn(befell, name));
  return names.length ? section(word("events"), element("div", { class: "figures" }, ...names.map((name) => figure(whole(befell[name]), word(name))))) : null;
}

/** month → its exposure rows summed. */
function exposureBy(rows, branch) {
  const months = new Map();
  for (const row of rows.filter((one) => !branch || one[1] === branch)) {
    const sum = months.get(row[0]) ?? [0, 0, 0, 0, 0];
    for (const [, place] of RATES) sum[place] += row[place];
    months.set(row[0], sum);
  }
  return months;
}

/** Complaints against what stood at risk in the same month. */
function drawRates(box, months, exposed) {
  const rate = ([month, sums], place, unit) => exposed.get(month)?.[place] ? +(sums[0] * unit / exposed.get(month)[place]).toFixed(2) : null;
  const line = ([name, place, unit], axis) => ({ type: "line", yAxisIndex: axis ? 1 : 0, name: word(name), symbolSize: 5, data: months.map((month) => rate(month, place, unit)) });
  chart(box, { ...monthAxes(months), series: RATES.map(line),
    yAxis: [{ type: "value", name: "¥100 m", nameGap: 8, splitLine: { lineStyle: { color: "#eef1f5" } } }, { type: "value", name: "10,000", nameGap: 8, splitLine: { show: false } }] });
}

const monthAxes = (months) => ({
  tooltip: { trigger: "axis" }, legend: { top: 0, itemWidth: 14 }, grid: { left: 8, right: 12, top: 36, bottom: 4, containLabel: true },
  xAxis: { type: "category", data: months.map(([name]) => name) },
});

function drawMonths(box, months) {
  const bar = (place) => ({ type: "bar", name: word(MEASURES[place]), data: months.map(([, sums]) => sums[place]) });
  const share = (name, part, all) => ({ type: "line", yAxisIndex: 1, name: word(name), symbolSize: 5, data: months.map(([, sums]) => all(sums) ? +(100 * part(sums) / all(sums)).toFixed(1) : null) });
  chart(box, { ...monthAxes(months),
    yAxis: [{ type: "value", splitLine: { lineStyle: { color: "#eef1f5" } } }, { type: "value", splitLine: { show: false }, axisLabel: { formatter: "{value} %" } }],
    series: [bar(0), bar(1), share("share", (sums) => sums[3], (sums) => sums[0] + sums[1]), share("regulator", (sums) => sums[2], (sums) => sums[0])] });
}

function drawMoney(box, months) {
  const bar = (place, name) => ({ type: "bar", name, data: months.map(([, sums]) => sums[place]), barGap: 0 });
  chart(box, { ...monthAxes(months), tooltip: { trigger: "axis", valueFormatter: yuan }, yAxis: { type: "value", axisLabel: { formatter: yuan }, splitLine: { lineStyle: { color: "#eef1f5" } } },
    series: [bar(4, word("excess")), bar(5, `${word("excess")} (${word("rings")})`)] });
}

function groupTable(rows) {
  const number = (place) => [word(MEASURES[place]), (row) => whole(row[1][place]), true, (row) => row[1][place]];
  const money = (place, name) => [name, (row) => yuan(row[1][place]), true, (row) => row[1][place]];
  return dataTable(sumBy(rows, (row) => row[1]), [
    [word(view.by), (row) => word(row[0])], number(0), number(1), number(8), number(3),
    [word("share"), (row) => percent(row[1][3], row[1][0] + row[1][1]), true, (row) => row[1][3] / (row[1][0] + row[1][1])],
    [word("regulator"), (row) => percent(row[1][2], row[1][0]), true, (row) => row[1][2] / (row[1][0] || 1)],
    [word("differs"), (row) => percent(row[1][7], row[1][0] + row[1][1]), true, (row) => row[1][7] / (row[1][0] + row[1][1])],
    money(4, word("excess")), money(6, word("money")),
  ], { sort: 4 });
}

function sourceTable(rows, name) {
  return dataTable(rows, [[word(name), (row) => row[0]], [word("ring_records"), (row) => whole(row[1]), true, (row) => row[1]],
    [word("records"), (row) => whole(row[2]), true, (row) => row[2]], [word("share"), (row) => percent(row[1], row[2]), true, (row) => row[1] / row[2]],
    [word("excess"), (row) => yuan(row[3]), true, (row) => row[3]]], { sort: 1 });
}
