// The graph of a ring: persons, the values they share, proxies, selling agents; values set aside in grey.

const GRAPH_PERSONS = 80, GRAPH_VALUES = 60;
const PROXY_TYPES = new Set(["proxy", "proxy_phone", "sender_phone"]);
const SHAPES = {
  person: ["circle", "#2f5d9f", 16], organiser: ["diamond", "#b42318", 24], proxy: ["triangle", "#b42318", 22],
  value: ["roundRect", "#d08a2e", 16], agent: ["rect", "#2e7d5b", 14], hub: ["roundRect", "#c3c9d2", 12],
};
const GRAPH_WORDS = { person: "policyholder", organiser: "organiser", proxy: "proxy", value: "value", agent: "agent", hub: "hub" };

/** Nodes and edges of a ring: at most GRAPH_PERSONS persons, those with most links, and the GRAPH_VALUES values most of them give. */
function graphOf(ring) {
  const ties = new Map();
  for (const [member] of ring.links) ties.set(ring.members[member][2], (ties.get(ring.members[member][2]) ?? 0) + 1);
  const persons = [...new Set(ring.members.map((member) => member[2]))];
  persons.sort((a, b) => (ties.get(b) ?? 0) - (ties.get(a) ?? 0));
  const shown = new Set(persons.slice(0, GRAPH_PERSONS));
  const holders = new Map();
  for (const [member, value] of [...ring.links, ...ring.hubs]) {
    const person = ring.members[member][2];
    if (shown.has(person)) holders.set(value, (holders.get(value) ?? new Set()).add(person));
  }
  const drawn = new Set([...holders].sort((a, b) => b[1].size - a[1].size || a[0] - b[0]).slice(0, GRAPH_VALUES).map(([value]) => value));
  const nodes = new Map(), edges = new Map();
  const node = (id, sort, name) => nodes.has(id) || nodes.set(id, { id, sort, name });
  const edge = (from, to, weight, text) => {
    const found = edges.get(`${from} ${to}`);
    if (!found) edges.set(`${from} ${to}`, { source: from, target: to, weight, text });
  };
  for (const member of ring.members) {
    if (shown.has(member[2])) node(member[2], member[3] === "organiser" ? "organiser" : "person", member[2]);
  }
  const valueNode = (place, sort) => {
    const value = ring.values[place];
    node(`value ${place}`, sort, value[0] === "letter" ? masked(value) : `${word(value[0])} ${masked(value)}`);
    return `value ${place}`;
  };
  for (const [member, value, type, weight, file, line] of ring.links) {
    const person = ring.members[member][2];
    if (!shown.has(person) || !drawn.has(value)) continue;
    const target = valueNode(value, PROXY_TYPES.has(type) || ring.values[value][0] === "actor" ? "proxy" : "value");
    edge(person, target, weight, `${word(type)} · ${weight.toFixed(1)} ${word("weight")}\n${ring.members[member][0]} (${file}:${line})`);
  }
  for (const [member, value] of ring.hubs) {
    const person = ring.members[member][2];
    const known = nodes.get(`value ${value}`);
    if (shown.has(person) && drawn.has(value) && (!known || known.sort === "hub")) edge(person, valueNode(value, "hub"), 0, word("hub"));
  }
  const counts = new Map();
  for (const member of ring.members) if (member[8]) counts.set(member[8], (counts.get(member[8]) ?? new Set()).add(member[2]));
  for (const member of ring.members) {
    if (!shown.has(member[2]) || (counts.get(member[8])?.size ?? 0) < 2) continue;
    node(`agent ${member[8]}`, "agent", `${word("agent")} ${member[8]}`);
    edge(member[2], `agent ${member[8]}`, 0, word("agent"));
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()], persons: persons.length, shown: shown.size, values: holders.size, drawn: drawn.size };
}

function drawGraph(box, graph) {
  const sorts = Object.keys(SHAPES);
  const many = graph.nodes.length > 60;
  chart(box, {
    tooltip: { formatter: ({ data, dataType }) => (dataType === "edge" ? data.text : data.name).slice(0, 200) },
    legend: { data: sorts.map((sort) => ({ name: word(GRAPH_WORDS[sort]), icon: SHAPES[sort][0] })), bottom: 0, itemWidth: 12, itemHeight: 12 },
    series: [{
      type: "graph", layout: "force", roam: true, draggable: true, bottom: 40,
      force: { repulsion: many ? 160 : 620, edgeLength: many ? [30, 90] : [60, 140], gravity: 0.1, layoutAnimation: false },
      categories: sorts.map((sort) => ({ name: word(GRAPH_WORDS[sort]), itemStyle: { color: SHAPES[sort][1] } })),
      data: graph.nodes.map(({ id, sort, name }) => ({
        id, name, category: sorts.indexOf(sort), symbol: SHAPES[sort][0], symbolSize: SHAPES[sort][2],
        label: { show: sort !== "person" && sort !== "hub" || !many && sort !== "hub", position: "right", fontSize: 11, color: "#475467",
          formatter: name.length > 24 ? `${name.slice(0, 24)}…` : name.replaceAll("{", "(") },
      })),
      links: graph.edges.map(({ source, target, weight, text }) => ({
        source, target, text, lineStyle: { width: weight ? Math.min(5, 0.8 + weight / 8) : 0.8, type: weight ? "solid" : "dashed", color: weight ? "#98a2b3" : "#b8c0cc" },
      })),
      emphasis: { focus: "adjacency" },
    }],
  });
}
