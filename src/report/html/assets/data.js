// The blocks of the page: base64 of gzip of JSON, inflated when first asked for.

const inflated = new Map();

function block(name) {
  if (!inflated.has(name)) inflated.set(name, inflate(document.getElementById(name).textContent));
  return inflated.get(name);
}

async function inflate(base64) {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}

/** An element; text enters as text only, so that nothing of the data is ever markup. */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

const section = (title, ...children) => element("section", {}, element("h2", {}, title), ...children);
const figure = (value, name) => element("div", { class: "figure" }, element("b", {}, value), element("span", {}, name));

/** A chart in a box. Tooltips are drawn, not markup: the policy forbids inline styles, and data stays text. */
function chart(box, option) {
  const made = echarts.init(box, null, { renderer: "canvas" });
  made.setOption({
    animation: false, color: ["#2f5d9f", "#d08a2e", "#b42318", "#2e7d5b", "#7a5ba8"],
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily }, ...option,
    tooltip: { renderMode: "richText", confine: true, textStyle: { fontSize: 12 }, ...option.tooltip },
  });
  charts.push(made);
  return made;
}

let charts = [];
addEventListener("resize", () => charts.forEach((one) => one.resize()));
addEventListener("beforeprint", () => charts.forEach((one) => one.resize()));
