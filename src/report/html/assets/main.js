// Which page is shown: the address says it (#rings, #ring=R-…). Keys: / searches, Escape goes back to the rings.

const PAGES = { tonight: tonightPage, rings: ringsPage, trends: trendsPage, quality: qualityPage, about: aboutPage };
let later = [];

/** Charts need a size, so they are drawn once their box is in the page. */
function drawLater(draw) {
  const box = document.getElementById("main");
  if (box.dataset.ready === "yes") draw();
  else later.push(draw);
}

async function show() {
  const data = await block("overview");
  const hash = location.hash.slice(1);
  const ring = hash.startsWith("ring=") && data.pages.includes("rings") ? decodeURIComponent(hash.slice(5)) : null;
  const page = ring !== null ? "rings" : data.pages.includes(hash) ? hash : data.pages[0];
  const main = document.getElementById("main");
  charts.forEach((one) => one.dispose());
  charts = [];
  later = [];
  main.dataset.ready = "no";
  const parts = await (ring !== null ? ringPage(data, ring) : PAGES[page](data));
  main.replaceChildren(...parts.filter((part) => part !== null));
  main.dataset.ready = "yes";
  later.forEach((draw) => draw());
  document.documentElement.lang = language ? "zh-CN" : "en";
  document.getElementById("nav").replaceChildren(...data.pages.map((name) => element("a", { href: `#${name}`, class: name === page ? "on" : "" }, word(name))));
  document.getElementById("language").textContent = word("other_language");
  document.getElementById("as-of").textContent = `${word("as_of")} ${data.as_of}`;
  document.getElementById("notice").textContent = data.notice[language];
  document.getElementById("footer").textContent = data.notice.join(" ");
  document.title = `ringkeeper · ${ring ?? word(page)}`;
  scrollTo(0, 0);
}

addEventListener("hashchange", show);
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && location.hash.startsWith("#ring=")) location.hash = "rings";
  const search = document.getElementById("search");
  if (event.key === "/" && search && document.activeElement !== search) {
    event.preventDefault();
    search.focus();
  }
});
document.getElementById("language").addEventListener("click", () => { language = 1 - language; show(); });
block("overview").then((data) => {
  data.words.forEach(([code, ...pair]) => codes.set(code, pair));
  language = data.lang === "zh" ? 1 : 0;
  return show();
});
