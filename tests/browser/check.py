"""Opens reports in a real browser: python check.py CHROMIUM PAGE... [--shots DIR]

Fails on a console error, a network request, a chart that is missing or blank, text that overlaps or leaves the page at 375,
768 and 1440 pixels, and a keyboard order that jumps.
"""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

WIDTHS = [375, 768, 1440]

# Texts of one chart whose boxes cross by more than a pixel or two, and what sticks out of the page to the right.
LAYOUT = """() => {
  const wrong = [];
  for (const svg of document.querySelectorAll('main svg[role=img]')) {
    const texts = [...svg.querySelectorAll('text')].filter(t => t.textContent.trim());
    const boxes = texts.map(t => t.getBoundingClientRect());
    const own = svg.getBoundingClientRect();
    if (!own.width || !own.height) wrong.push('no size: ' + svg.getAttribute('aria-label'));
    boxes.forEach((a, i) => {
      const name = texts[i].textContent.trim();
      if (a.height < 8) wrong.push(`too small to read: "${name}" in ${svg.getAttribute('aria-label')}`);
      if (a.left < own.left - 6 || a.right > own.right + 6)
        wrong.push(`outside its chart: "${name}" in ${svg.getAttribute('aria-label')}`);
      for (let j = i + 1; j < boxes.length; j++) {
        const b = boxes[j];
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (across > 1 && down > 3)
          wrong.push(`"${name}" and "${texts[j].textContent.trim()}" overlap in ${svg.getAttribute('aria-label')}`);
      }
    });
  }
  if (document.documentElement.scrollWidth > document.documentElement.clientWidth)
    wrong.push(`the page is ${document.documentElement.scrollWidth} px wide`);
  return wrong;
}"""

# Marks of the data, which axes and grids (`line`) are not, and texts such as the numbers of axes.
CHARTS = """() => [...document.querySelectorAll('main svg[role=img]')].map(svg => {
  const marks = [...svg.querySelectorAll('polyline, polygon, rect, circle, path')];
  const drawn = marks.filter(m => { const b = m.getBBox(); return b.width + b.height > 1; });
  const labels = [...svg.querySelectorAll('text')].filter(t => t.textContent.trim());
  return [svg.getAttribute('aria-label'), drawn.length, labels.length];
})"""


def check(browser, page_file, scheme, shots):
    wrong, requests = [], []
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.on("console", lambda m: wrong.append(f"console: {m.text}") if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(f"script: {error}"))
    page.on("request", lambda request: requests.append(request.url))
    address = page_file.resolve().as_uri()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(address)
        wrong += [f"{width} px, {scheme}: {text}" for text in page.evaluate(LAYOUT)]
        if shots:
            name = f"{page_file.parent.name}-{page_file.stem}-{width}-{scheme}.png"
            page.screenshot(path=str(shots / name), full_page=True)
    charts = page.evaluate(CHARTS)
    if not charts:
        wrong.append("no chart at all")
    # One arm in one replication is one line without a band: one mark, between two axes with their numbers.
    wrong += [f"blank: {label}" for label, drawn, labels in charts if drawn < 1 or labels < 2]
    figures = page.locator("figure").count()
    if page.locator("figure details table").count() != figures:
        wrong.append("a figure without its table")
    wrong += [f"asked for {url}" for url in requests if url != address and not url.startswith("data:")]
    wrong += keyboard(page)
    context.close()
    return wrong, len(charts)


def keyboard(page):
    """Tab goes from the top to the bottom, to what can be used, and Enter opens a table."""
    page.evaluate("() => { scrollTo(0, 0); document.activeElement.blur(); }")
    stops, wrong = [], []
    for _ in range(400):
        page.keyboard.press("Tab")
        at = page.evaluate(
            "() => { const e = document.activeElement; if (e === document.body) return null;"
            " const all = [...document.querySelectorAll('*')]; return [all.indexOf(e), e.tagName]; }"
        )
        if at is None or (stops and at[0] == stops[0][0]):
            break
        stops.append(at)
    places = [place for place, _ in stops]
    if places != sorted(places):
        wrong.append("the keyboard's order is not the page's")
    if not any(tag == "SUMMARY" for _, tag in stops):
        wrong.append("no table can be reached by keyboard")
    first = page.locator("summary").first
    first.focus()
    page.keyboard.press("Enter")
    if not page.locator("details").first.evaluate("e => e.open"):
        wrong.append("Enter does not open a table")
    return wrong


def main():
    arguments = sys.argv[1:]
    shots = None
    if "--shots" in arguments:
        at = arguments.index("--shots")
        shots = Path(arguments[at + 1])
        shots.mkdir(parents=True, exist_ok=True)
        del arguments[at : at + 2]
    failed = False
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=arguments[0], args=["--no-sandbox"])
        for page_file in map(Path, arguments[1:]):
            for scheme in ["light", "dark"]:
                wrong, charts = check(browser, page_file, scheme, shots)
                failed |= bool(wrong)
                print(f"{page_file}, {scheme}: {charts} charts, {len(wrong)} faults")
                for text in wrong[:40]:
                    print(f"  {text}")
        browser.close()
    sys.exit(1 if failed else 0)


main()
