// Tonight: what can still be stopped, first by time limit.

function tonightPage(data) {
  const open = data.alerts.filter((alert) => alert.stoppable);
  const due = open.map((alert) => alert.due).filter(Boolean).sort()[0];
  // A ring that only the store knows has no page here.
  const shown = new Set(data.rings.map((ring) => ring.id));
  const ringCell = (alert) => !alert.ring ? ""
    : shown.has(alert.ring) ? element("a", { href: `#ring=${encodeURIComponent(alert.ring)}` }, alert.ring) : alert.ring;
  const columns = [
    [word("record"), (alert) => alert.record],
    [word("match"), (alert) => element("span", { class: alert.match === "new_ring" ? "tag ring" : "tag" }, word(alert.match)), false, (alert) => alert.match],
    [word("ring"), ringCell, false, (alert) => alert.ring],
    // Never 1.000: there is no certainty.
    [word("score"), (alert) => alert.score && Math.min(alert.score, 0.999).toFixed(3), true, (alert) => alert.score ?? -1],
    [word("amount"), (alert) => yuan(alert.open), true, (alert) => alert.open],
    [word("due"), (alert) => alert.due, false],
    [word("paid"), (alert) => word(alert.paid ? "yes" : "no")],
    [word("step"), (alert) => alert.step[language]],
    [word("against"), (alert) => alert.against?.[language]],
  ];
  return [
    element("h1", {}, word("tonight")),
    element("div", { class: "figures" },
      figure(yuan(data.stoppable), word("stoppable")),
      figure(whole(data.counts.alerts), word("open_alerts")),
      figure(due ?? "–", word("next_due")),
      figure(whole(data.counts.rings), word("likely_rings")),
      figure(data.by_chance === null ? "–" : data.by_chance.toFixed(2), word("by_chance"))),
    element("section", {}, dataTable(data.alerts, columns),
      data.counts.alerts > data.alerts.length ? element("p", { class: "note" }, word("listed", data.alerts.length)) : null),
  ];
}
