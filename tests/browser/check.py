"""Opens report.html in headless Chromium over the DevTools protocol and looks at it as a person would.

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

    def open(self, path, width=1280):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        self.call("Page.navigate", url="about:blank")
        start = time.time()
        self.call("Page.navigate", url=path.as_uri())
        self.until("!!document.querySelector('main h1')")
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


def changed(report, target, change):
    """The page with one block's content replaced."""
    text = report.read_text(encoding="utf-8")
    pattern = re.compile(r'(<script type="application/gzip" id="overview">)([^<]*)')
    data = change(json.loads(gzip.decompress(base64.b64decode(pattern.search(text)[2]))))
    packed = base64.b64encode(gzip.compress(json.dumps(data).encode())).decode()
    target.write_text(pattern.sub(lambda match: match[1] + packed, text), encoding="utf-8")
    return target


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
        many = lambda data: {**data, "rings": [dict(data["rings"][place % len(data["rings"])], reported=True) for place in range(2000)]}
        seconds = browser.open(changed(report, WORK / "many.html", many))
        browser.go("rings")
        check(f"2,000 rings open in under 3 s ({seconds:.2f} s)", seconds < 3 and "2,000" in browser.run("document.getElementById('count').textContent"))
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
