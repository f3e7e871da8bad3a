// Trends: the summary as the program made it. Nothing is computed here: values, changes and names are only laid out.

const trendView = { period: 0, by: "branch", name: "" };
const CARDS = [
  ["volume", ["complaints", "surrenders", "repeated_complaints"]],
  ["in_rings", ["ring_records", "ring_share", "rings_new", "rings_grown", "rings_ended"]],
  ["money_lost", ["excess_refund", "ring_excess", "ring_open_amount"]],
  ["channels_of", ["own_share", "regulator_share", "closed_in_time"]],
  ["rates", ["premium_rate", "policies_rate", "insured_rate"]],
  ["verdicts", ["decided", "confirmed_share", "referred", "filed", "prevented"]],
];
const COLUMNS = ["complaints", "surrenders", "repeated_share", "ring_records", "ring_share", "regulator_share", "closed_in_time", "premium_rate", "excess_refund", "ring_open_amount"];

async function trendsPage(data) {
  const trends = await block("trends");
  const place = element("div");
  const choice = (choices, value, name, choose) => {
    const made = element("select", { "aria-label": name }, ...choices.map(([key, text]) => element("option", { value: key }, text)));
    made.value = value;
    made.addEventListener("change", () => { choose(made.value); bars(); draw(); });
    return made;
  };
  const bar = element("div", { class: "bar" });
  const bars = () => {
    const names = trends.groups[trendView.by].map((group) => [group.name, word(group.name)]);
    bar.replaceChildren(...[
      ...(trends.periods.length > 1 ? [word("period"), choice(trends.periods.map((told, at) => [String(at), told.period]), String(trendView.period), word("period"), (value) => { trendView.period = Number(value); })] : []),
      word("by"), choice(Object.keys(trends.groups).map((by) => [by, word(by)]), trendView.by, word("by"), (value) => { trendView.by = value; trendView.name = ""; }),
      choice([["", word("company")], ...names], trendView.name, word(trendView.by), (value) => { trendView.name = value; }),
    ]);
  };
  const draw = () => {
    const group = trends.groups[trendView.by].find((one) => one.name === trendView.name) ?? trends.whole;
    const boxes = ["months", "money", "rates", "rings"].map(() => element("div", { class: "chart" }));
    const [months, money, rates, rings] = boxes;
    const hasRates = has(trends, group, "premium_rate") || has(trends, group, "policies_rate");
    place.replaceChildren(cards(trends, group),
      element("div", { class: "two" }, section(`${word("complaints")}, ${word("surrenders")}`, months), section(word("money_lost"), money),
        ...(hasRates ? [section(word("rates"), rates)] : []), ...(has(trends, group, "rings_new") ? [section(word("ring_months"), rings)] : [])),
      section(word(trendView.by), groupTable(trends)), ...sourceTables(trends),
      section(word("notes"), element("ul", { class: "notes" }, ...trends.notes.map((note) => element("li", {}, note[language])))));
    drawLater(() => {
      charts.forEach((one) => one.dispose());
      charts = [];
      drawMonths(months, trends, group);
      drawMoney(money, trends, group);
      if (hasRates) drawRates(rates, trends, group);
      if (has(trends, group, "rings_new")) drawRings(rings, trends, group);
    });
  };
  bars();
  draw();
  return [element("h1", {}, word(data.pages.length === 1 ? "trends_alone" : "trends")), eventFigures(trends.befell), bar, place];
}

const at = (trends, name) => trends.indicators.findIndex((one) => one.name === name);
const title = (trends, name) => trends.indicators[at(trends, name)].title[language];
const has = (trends, group, name) => group.series.some((values) => values[at(trends, name)]);

/** A value of an indicator as people read it. */
function written(unit, value) {
  if (value === null || value === undefined) return "–";
  if (unit === "money") return yuan(value);
  if (unit === "share") return `${(100 * value).toFixed(1)} %`;
  return unit === "rate" ? value.toFixed(2) : whole(value);
}

/** A change: percent, or percentage points of a share. */
function changed(unit, value) {
  if (value === null || value === undefined) return "–";
  const sign = value > 0 ? "▲ +" : value < 0 ? "▼ " : "";
  return `${sign}${(100 * value).toFixed(1)} ${unit === "share" ? "pp" : "%"}`;
}

function cards(trends, group) {
  const told = trends.periods[trendView.period], figures = group.figures[trendView.period];
  const card = (name) => {
    const { unit } = trends.indicators[at(trends, name)];
    const figure = figures[at(trends, name)];
    return element("div", { class: "figure" }, element("b", {}, written(unit, figure.now)), element("span", {}, title(trends, name)),
      element("span", { class: "line" }, `${word("before")} ${changed(unit, figure.since_previous)}`),
      element("span", { class: "line" }, `${word("year_ago")} ${changed(unit, figure.since_last_year)}`));
  };
  const shown = (names) => names.filter((name) => figures[at(trends, name)].now !== null);
  const against = [["before", told.previous], ["year_ago", told.last_year]].map(([name, period]) => `${word(name)}: ${period ?? word("no_comparison")}`);
  return element("div", {}, element("h2", {}, group.name ? `${word(group.name)}, ${told.period}` : told.period), element("p", { class: "note" }, against.join(" · ")),
    element("div", { class: "blocks" }, ...CARDS.map(([name, names]) => [name, shown(names)]).filter(([, names]) => names.length)
      .map(([name, names]) => element("section", {}, element("h2", {}, word(name)), element("div", { class: "figures flat" }, ...names.map(card))))));
}

/** What happened to rings since the last run; a run without a store knows of nothing. */
function eventFigures(befell) {
  const names = Object.keys(befell);
  return names.length ? section(word("events"), element("div", { class: "figures flat" }, ...names.map((name) => figure(whole(befell[name]), word(name))))) : null;
}

/** Axes of the months; long names of series take two rows of legend. */
const monthAxes = (trends, rows = 1) => ({
  tooltip: { trigger: "axis" }, legend: { top: 0, itemWidth: 14, itemGap: 8, textStyle: { fontSize: 11 } }, grid: { left: 8, right: 12, top: 18 + 22 * rows, bottom: 4, containLabel: true },
  xAxis: { type: "category", data: trends.months },
});
const light = { lineStyle: { color: "#eef1f5" } };

/** The months of an indicator as bars or a line; shares in percent. */
function series(trends, group, name, more) {
  const place = at(trends, name);
  const { unit } = trends.indicators[place];
  const value = (number) => number === null ? null : unit === "share" ? +(100 * number).toFixed(1) : unit === "rate" ? +number.toFixed(2) : number;
  return { name: title(trends, name), symbolSize: 5, data: group.series.map((values) => value(values[place])), ...more };
}

function drawMonths(box, trends, group) {
  const bar = (name) => series(trends, group, name, { type: "bar" }), line = (name) => series(trends, group, name, { type: "line", yAxisIndex: 1 });
  chart(box, { ...monthAxes(trends, 2), series: [bar("complaints"), bar("surrenders"), line("ring_share"), line("own_share"), line("regulator_share")],
    yAxis: [{ type: "value", splitLine: light }, { type: "value", splitLine: { show: false }, axisLabel: { formatter: "{value} %" } }] });
}

function drawMoney(box, trends, group) {
  const bar = (name) => series(trends, group, name, { type: "bar", barGap: 0 });
  chart(box, { ...monthAxes(trends), tooltip: { trigger: "axis", valueFormatter: yuan }, yAxis: { type: "value", axisLabel: { formatter: yuan }, splitLine: light },
    series: [bar("excess_refund"), bar("ring_excess"), bar("ring_open_amount")] });
}

function drawRates(box, trends, group) {
  const line = (name, yAxisIndex) => series(trends, group, name, { type: "line", yAxisIndex });
  chart(box, { ...monthAxes(trends, 2), series: [line("premium_rate", 0), line("policies_rate", 1), line("insured_rate", 1)],
    yAxis: [{ type: "value", name: "¥100 m", nameGap: 8, splitLine: light }, { type: "value", name: "10,000", nameGap: 8, splitLine: { show: false } }] });
}

function drawRings(box, trends, group) {
  const bar = (name) => series(trends, group, name, { type: "bar", stack: "rings", barMaxWidth: 26 });
  chart(box, { ...monthAxes(trends), color: ["#b42318", "#d08a2e", "#98a2b3"], series: [bar("rings_new"), bar("rings_grown"), bar("rings_ended")], yAxis: { type: "value", minInterval: 1, splitLine: light } });
}

function groupTable(trends) {
  const figure = (group, name) => group.figures[trendView.period][at(trends, name)].now;
  const rows = trends.groups[trendView.by].filter((group) => figure(group, "records"));
  const shown = COLUMNS.filter((name) => rows.some((group) => figure(group, name) !== null));
  const column = (name) => [title(trends, name), (group) => written(trends.indicators[at(trends, name)].unit, figure(group, name)), true, (group) => figure(group, name) ?? -1];
  const table = dataTable(rows, [[word(trendView.by), (group) => word(group.name)], ...shown.map(column)], { sort: 1 + shown.indexOf("ring_records") });
  table.className = "wrap";
  return table;
}

function sourceTables(trends) {
  const sources = trends.periods[trendView.period].sources;
  if (!Object.values(sources).some((rows) => rows.length)) return [];
  return [element("h1", {}, word("sources")), element("p", { class: "note" }, word("sources_note")),
    element("div", { class: "three" }, ...["agent", "branch", "product"].map((key) => section(word(key), sourceTable(sources[key], key))))];
}

function sourceTable(rows, name) {
  return dataTable(rows, [[word(name), (row) => row.name], [word("ring_records"), (row) => whole(row.ring_records), true, (row) => row.ring_records],
    [word("records"), (row) => whole(row.records), true, (row) => row.records], [word("share"), (row) => written("share", row.share), true, (row) => row.share],
    [word("excess"), (row) => yuan(row.ring_excess), true, (row) => row.ring_excess]], { sort: 1 });
}
