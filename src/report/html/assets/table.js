// A table in pages: sorts by any column, opens a row by click or Enter.

const PAGE_ROWS = 50;

/** columns: [title, of(row) → cell, number?, sort(row)?]; open(row) is called for a chosen row. */
function dataTable(rows, columns, { open, sort = null, down = true } = {}) {
  const box = element("div");
  const state = { page: 0, sort, down };
  const draw = () => {
    const sorted = state.sort === null ? rows : [...rows].sort(order(columns[state.sort], state.down));
    const pages = Math.max(1, Math.ceil(rows.length / PAGE_ROWS));
    const shown = sorted.slice(state.page * PAGE_ROWS, (state.page + 1) * PAGE_ROWS);
    const head = columns.map(([title, , number], place) => element("th", {
      class: `sort${number ? " right" : ""}`, tabindex: 0,
      "aria-sort": state.sort !== place ? "none" : state.down ? "descending" : "ascending",
      onclick: () => choose(place), onkeydown: (event) => event.key === "Enter" && choose(place),
    }, `${title}${state.sort === place ? (state.down ? " ↓" : " ↑") : ""}`));
    const body = shown.map((row) => {
      const line = element("tr", open ? { class: "open", tabindex: 0, onclick: () => open(row) } : {});
      line.append(...columns.map(([, cell, number]) => tableCell(cell(row), number)));
      if (open) line.addEventListener("keydown", (event) => rowKey(event, line, () => open(row)));
      return line;
    });
    const turn = (step, name, able) => {
      const button = element("button", { type: "button", onclick: () => { state.page += step; draw(); } }, name);
      button.disabled = !able;
      return button;
    };
    const foot = rows.length <= PAGE_ROWS ? null : element("div", { class: "bar" },
      turn(-1, word("earlier"), state.page > 0), `${state.page + 1} / ${pages}`, turn(1, word("later"), state.page + 1 < pages));
    box.replaceChildren(element("div", { class: "scroll" }, element("table", {},
      element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...body))), foot ?? "");
  };
  const choose = (place) => {
    state.down = state.sort === place ? !state.down : Boolean(columns[place][2]);
    state.sort = place;
    state.page = 0;
    draw();
  };
  draw();
  return box;
}

function tableCell(content, number) {
  const long = typeof content === "string" && content.length > 80;
  const short = typeof content === "string" && content.length <= 20;
  return element("td", { class: number ? "right" : short ? "short" : "" }, long ? element("div", { class: "long", title: content.slice(0, 2000) }, content) : content ?? "");
}

function order([, cell, , sort], down) {
  const key = sort ?? cell;
  return (a, b) => {
    const [x, y] = [key(a) ?? "", key(b) ?? ""];
    const side = typeof x === "number" && typeof y === "number" ? x - y : String(x).localeCompare(String(y));
    return down ? -side : side;
  };
}

function rowKey(event, line, open) {
  const next = { ArrowDown: line.nextElementSibling, ArrowUp: line.previousElementSibling }[event.key];
  if (event.key === "Enter") open();
  else if (next) next.focus();
  else return;
  event.preventDefault();
}
