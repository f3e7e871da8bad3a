"""Opens report.html, trends.html and case.html in headless Chromium over the DevTools protocol and looks at it as a person would.

Usage: check.py RINGKEEPER WORK_FOLDER [SCREENSHOT_FOLDER]. Prints `N passed, N failed`."""

import base64
import csv
import gzip
import json
import pathlib
import re
import subprocess
import sys
import time
import urllib.request

import websocket

PROGRAM, WORK = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
SHOTS = pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 and sys.argv[3] else None
HOSTILE = ["<script>window.hit=1</script>", "</script><img src=x onerror=window.hit=1>", "]]>", "\u202edlrow", "a\0b", "\ud800", "x" * 10_000]
results = []


def check(name, passed):
    results.append(bool(passed))
    print("ok  " if passed else "FAIL", name)


class Browser:
    """One page of one Chromium; events are kept."""

    def __init__(self):
        command = ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0",
                   "--remote-allow-origins=*", f"--user-data-dir={WORK / 'profile'}", "about:blank"]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        port = next(match[1] for line in self.process.stderr if (match := re.search(r"ws://127.0.0.1:(\d+)/", line)))
        pages = json.load(urllib.request.urlopen(f"http://127.0.0.1:{port}/json"))
        address = next(page["webSocketDebuggerUrl"] for page in pages if page["type"] == "page")
        self.socket = websocket.create_connection(address, timeout=60)
        self.number, self.events = 0, []
        for domain in ["Page", "Runtime", "Network", "Log"]:
            self.call(f"{domain}.enable")

    def call(self, method, **parameters):
        self.number += 1
        self.socket.send(json.dumps({"id": self.number, "method": method, "params": parameters}))
        while (message := json.loads(self.socket.recv())).get("id") != self.number:
            self.events.append(message)
        return message.get("result", {})

    def run(self, script):
        answer = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        return answer.get("result", {}).get("value")

    def until(self, script, seconds=20):
        end = time.time() + seconds
        while time.time() < end:
            if self.run(script):
                return True
            time.sleep(0.05)
        return False

    def open(self, path, width=1280, heading="main h1"):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        self.call("Page.navigate", url="about:blank")
        start = time.time()
        self.call("Page.navigate", url=path.as_uri())
        self.until(f"!!document.querySelector('{heading}')")
        return time.time() - start

    def go(self, page):
        self.run(f"location.hash = {json.dumps(page)}")
        time.sleep(0.4)
        self.until("document.getElementById('main').dataset.ready === 'yes'")

    def shot(self, name):
        if SHOTS:
            SHOTS.mkdir(parents=True, exist_ok=True)
            picture = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True)["data"]
            (SHOTS / f"{name}.png").write_bytes(base64.b64decode(picture))

    def complaints(self):
        """Console errors, exceptions, refused contents and requests other than the page itself."""
        bad = []
        for event in self.events:
            method, what = event.get("method"), event.get("params", {})
            if method == "Runtime.exceptionThrown":
                details = what["exceptionDetails"]
                bad.append(details.get("exception", {}).get("description", details["text"])[:400])
            if method == "Runtime.consoleAPICalled" and what["type"] in ("error", "warning"):
                bad.append(str(what["args"])[:300])
            if method == "Log.entryAdded" and what["entry"]["level"] == "error":
                bad.append(what["entry"]["text"][:300])
            if method == "Network.requestWillBeSent" and not what["request"]["url"].startswith(("file:", "about:")):
                bad.append(what["request"]["url"][:200])
        return bad


INK = """(() => { const c = document.querySelector('.chart.graph canvas'); if (!c) return 0;
  const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; let n = 0;
  for (let i = 3; i < d.length; i += 4) if (d[i]) n++; return n; })()"""


def pages(browser, report):
    browser.open(report)
    for page in ["tonight", "rings", "trends", "quality", "about"]:
        browser.go(page)
        check(f"{page} renders with the guardrail", browser.run("document.querySelector('#main h1') && document.getElementById('notice').textContent.length > 20"))
        browser.shot(page)
    browser.call("Emulation.setDeviceMetricsOverride", width=1920, height=1080, deviceScaleFactor=1, mobile=False)
    for page in ["trends", "quality", "about"]:
        browser.go(page)
        browser.shot(f"{page}-1920")
    browser.call("Emulation.setDeviceMetricsOverride", width=1280, height=900, deviceScaleFactor=1, mobile=False)
    browser.go("rings")
    scores = "[...document.querySelectorAll('tbody tr')].map(row => +row.children[2].textContent)"
    down = browser.run(scores)
    check("rings are sorted by score", down and down == sorted(down, reverse=True))
    browser.run("document.querySelectorAll('th')[2].click()")
    check("a click turns the order", browser.run(scores) == sorted(down))
    every = browser.run("(() => { const s = document.querySelector('select'); s.value = ''; s.dispatchEvent(new Event('change')); return document.getElementById('count').textContent })()")
    rings = browser.run("(() => { const s = document.querySelector('select'); s.value = 'reported'; s.dispatchEvent(new Event('change')); return document.getElementById('count').textContent })()")
    check("look-alikes are behind a filter", every != rings)
    browser.run("(() => { const s = document.getElementById('search'); s.value = 'no such ring'; s.dispatchEvent(new Event('input')); })()")
    check("search filters", browser.run("document.querySelectorAll('tbody tr').length") == 0)
    browser.run("(() => { const s = document.getElementById('search'); s.value = ''; s.dispatchEvent(new Event('input')); })()")
    browser.run("document.querySelector('tbody tr').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }))")
    time.sleep(1)
    check("Enter opens a ring at its own address", browser.run("location.hash.startsWith('#ring=R-')"))
    check("its graph is not empty", (browser.run(INK) or 0) > 500)
    browser.shot("ring-1280")
    ring = browser.run("""(async () => { const data = await block('overview');
      const blocks = await Promise.all([...document.querySelectorAll('script[id^=rings-]')].map((one) => block(one.id)));
      return data.rings[blocks.flat().findIndex((ring) => ring.letters.length)].id; })()""")
    browser.go(f"ring={ring}")
    check("letters show shared wording and hide the rest", browser.until("document.querySelectorAll('.letters mark').length > 2 && document.querySelectorAll('.letters .hidden').length > 2", 3))
    browser.shot("letters-1280")
    browser.run("document.getElementById('language').click()")
    time.sleep(0.6)
    check("the language switches", browser.run("document.documentElement.lang === 'zh-CN' && document.getElementById('nav').textContent.includes('团伙')"))
    browser.call("Emulation.setDeviceMetricsOverride", width=1920, height=1080, deviceScaleFactor=1, mobile=False)
    time.sleep(0.3)
    browser.shot("ring-1920-zh")
    pdf = base64.b64decode(browser.call("Page.printToPDF", printBackground=True).get("data", ""))
    check("it prints to PDF", pdf.startswith(b"%PDF") and len(pdf) > 10_000)
    if SHOTS:
        (SHOTS / "ring.pdf").write_bytes(pdf)
    browser.run("dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))")
    check("Escape goes back to the rings", browser.until("location.hash === '#rings'", 2))


def packed(data):
    return base64.b64encode(gzip.compress(json.dumps(data).encode())).decode()


def blocks(text):
    """The blocks of a page, by their id."""
    found = re.findall(r'<script type="application/gzip" id="([^"]+)">([^<]*)', text)
    return {name: json.loads(gzip.decompress(base64.b64decode(block))) for name, block in found}


def changed(report, target, change, name="overview"):
    """The page with one block's content replaced."""
    text = report.read_text(encoding="utf-8")
    pattern = re.compile(f'(<script type="application/gzip" id="{name}">)([^<]*)')
    data = packed(change(blocks(text)[name]))
    target.write_text(pattern.sub(lambda match: match[1] + data, text), encoding="utf-8")
    return target


def many(report, target, rings=2000, members=50):
    """The page with so many rings of so many members each, made of its own."""
    text = report.read_text(encoding="utf-8")
    found = blocks(text)
    overview, details = found["overview"], [ring for name in found if name.startswith("rings-") for ring in found[name]]
    rows = overview["rings"]
    overview["rings"] = [dict(rows[place % len(rows)], id=f"R-{place}", reported=True, persons=members) for place in range(rings)]
    made = []
    for place in range(rings):
        ring = details[place % len(details)]
        own = [ring["members"][member % len(ring["members"])] for member in range(members)]
        own = [[f"{row[0]}-{number}", row[1], f"P-{place}-{number}", *row[3:]] for number, row in enumerate(own)]
        links = [[number, *link[1:]] for number in range(members) for link in ring["links"][:2]]
        made.append(dict(ring, members=own, links=links, hubs=[], letters=[]))
    size = overview["block"]
    parts = {"overview": overview, "trends": found["trends"]}
    parts |= {f"rings-{place // size}": made[place:place + size] for place in range(0, rings, size)}
    scripts = "".join(f'<script type="application/gzip" id="{name}">{packed(data)}</script>\n' for name, data in parts.items())
    old = re.compile(r'<script type="application/gzip" id="[^"]+">[^<]*</script>\n')
    head, tail = text[:old.search(text).start()], old.sub("", text[old.search(text).start():])
    target.write_text(head + scripts + tail, encoding="utf-8")
    return target


def many_rings(browser, report):
    seconds = browser.open(many(report, WORK / "many.html"))
    browser.go("rings")
    check(f"2,000 rings with 100,000 members open in under 3 s ({seconds:.2f} s)", seconds < 3 and "2,000" in browser.run("document.getElementById('count').textContent"))
    start = time.time()
    browser.run("location.hash = 'ring=R-1999'")
    opened = browser.until("document.querySelector('main h1').textContent.startsWith('R-1999') && !!document.querySelector('.chart.graph canvas')", 5)
    check(f"one of them opens in under a second ({time.time() - start:.2f} s)", opened and time.time() - start < 1)


def trends(browser, folder):
    """The page of the trends alone: figures, charts, groups, language, print."""
    browser.open(folder / "trends.html")
    check("trends.html shows figures under the guardrail", browser.run("document.querySelectorAll('.figure').length > 15 && document.getElementById('notice').textContent.length > 20"))
    check("its charts have ink", browser.run("[...document.querySelectorAll('.chart canvas')].length >= 3"))
    browser.shot("trends-alone-1280")
    browser.run("(() => { const s = document.querySelectorAll('select')[1]; s.selectedIndex = 1; s.dispatchEvent(new Event('change')); })()")
    check("a branch can be looked at alone", browser.until("document.querySelector('main h2').textContent.includes('分公司')", 2))
    browser.run("document.getElementById('language').click()")
    check("its language switches", browser.until("document.querySelector('main h1').textContent === '代理退保趋势'", 2))
    check("it keeps its layout", browser.run(WHOLE))
    pdf = base64.b64decode(browser.call("Page.printToPDF", printBackground=True).get("data", ""))
    check("trends.html prints to PDF", pdf.startswith(b"%PDF") and len(pdf) > 10_000)
    browser.open(changed(folder / "trends.html", WORK / "hostile-trends.html", hostile_trends, "trends"))
    check("hostile names in the trends are inert", browser.run(f"{INERT} && {WHOLE}"))


def hostile_trends(data):
    for place, group in enumerate(data["groups"]["branch"]):
        group["name"] = HOSTILE[place % len(HOSTILE)]
    for told in data["periods"]:
        told["sources"]["agent"] = [dict(ring_records=1, records=2, share=0.5, ring_excess=0, name=name) for name in HOSTILE]
    return data


def hostile(data):
    for place, alert in enumerate(data["alerts"]):
        alert["record"] = HOSTILE[place % len(HOSTILE)]
        alert["step"] = [HOSTILE[place % len(HOSTILE)]] * 2
    for place, ring in enumerate(data["rings"]):
        ring["branches"] = [HOSTILE[place % len(HOSTILE)]]
    return data


LETTER = "业务员承诺存满即可取出本金并有高额利息，如今才发现被误导，强烈要求贵司全额退还所交保费并书面答复本人"


def hostile_input(folder):
    """A ring whose every text is hostile, as an insurer's export could bring it."""
    folder.mkdir()
    # NUL and lone surrogates do not stand in UTF-8 files; the changed page above has them.
    texts = [text for text in HOSTILE if text.isprintable() or "\u202e" in text]
    pick = lambda number: texts[number % len(texts)]
    shared = lambda number: {"policy_no": f"P90000{number:02}", "phone": "13612345688", "proxy_name": pick(0)[:40], "proxy_phone": "13712345699",
                             "selling_agent_id": pick(number), "branch": pick(number + 1), "product": pick(number + 2)}
    surrenders = [{"surrender_id": f"S{number}{pick(number)[:20]}", "applied_at": f"2026-03-{number + 1:02}", "policyholder_name": f"{pick(number)}{number}", "payee_account": "6222021234567890123",
                   "surrender_type": "negotiated", "premium_paid": 50000, "cash_value": 20000, "refund_amount": 50000, **shared(number)} for number in range(12)]
    complaints = [{"complaint_id": f"C{number}{pick(number)[:20]}", "received_at": f"2026-02-{number + 1:02}", "channel": pick(number), "complainant_name": f"{pick(number)}{number}",
                   "text": LETTER + pick(number), **shared(number)} for number in range(12)]
    for name, rows in [("surrenders", surrenders), ("complaints", complaints)]:
        with open(folder / f"{name}.csv", "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    command = [PROGRAM, "run", "--complaints", folder / "complaints.csv", "--surrenders", folder / "surrenders.csv", "--out", folder / "out", "--all-kinds", "--permutations", "0", "-q"]
    subprocess.run(command, check=True)
    return folder / "out" / "report.html"


INERT = "window.hit === undefined && !document.querySelector('main img, main script')"
WHOLE = "document.documentElement.scrollWidth <= innerWidth"


def hostile_ring(browser):
    browser.open(hostile_input(WORK / "hostile"))
    ring = browser.run("block('overview').then((data) => data.rings.length ? data.rings[0].id : '')")
    check("hostile input makes a ring", ring)
    browser.go(f"ring={ring}")
    time.sleep(0.8)
    check("its graph has ink", (browser.run(INK) or 0) > 500)
    check("its letters stand side by side", browser.run("document.querySelectorAll('.letters mark').length") > 2)
    check("its strings are inert", browser.run(INERT))
    check("its page keeps its layout", browser.run(WHOLE))
    browser.shot("hostile-ring")
    for page in ["tonight", "rings", "trends", "quality", "about"]:
        browser.go(page)
        check(f"hostile input leaves {page} whole", browser.run(f"{INERT} && {WHOLE}"))


def main():
    command = [PROGRAM, "run", "--config", "data_samples/ringkeeper.toml", "--out", WORK / "out", "-q"]
    subprocess.run(command, check=True)
    report = WORK / "out" / "report.html"
    subprocess.run([PROGRAM, "trends", "--out", WORK / "out", "--into", WORK / "trends", "--from", "2026-01", "--to", "2026-06", "-q"], check=True)
    with open(WORK / "out" / "links.csv", encoding="utf-8") as links:
        ring = next(row["ring_id"] for row in csv.DictReader(links) if row["link_type"] == "letter")
    subprocess.run([PROGRAM, "case", ring, "--config", "data_samples/ringkeeper.toml", "--out", WORK / "case", "-q"], check=True)
    browser = Browser()
    try:
        pages(browser, report)
        bad = changed(report, WORK / "hostile.html", hostile)
        browser.open(bad)
        browser.shot("hostile")
        browser.go("rings")
        check("hostile strings are inert", browser.run(INERT))
        check("hostile strings do not break the layout", browser.run(WHOLE))
        hostile_ring(browser)
        trends(browser, WORK / "trends")
        browser.open(WORK / "case" / "case.html", heading="header h1")
        check("case.html shows letters compared", browser.run("document.body.textContent.includes('Letters compared') && document.querySelectorAll('svg').length === 2"))
        browser.shot("case-1280")
        many_rings(browser, report)
        found = browser.complaints()
        for one in found[:10]:
            print("  ", one)
        check("no console error and no request", not found)
    finally:
        browser.process.terminate()
        browser.process.wait()
    print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
