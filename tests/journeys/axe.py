"""What axe finds on the page shown, in words."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SCRIPT = Axe().axe_script
FIND = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ['violations'] });
  return violations.map(({ id, nodes }) => [id, nodes.slice(0, 3).map((node) => node.html.slice(0, 160))]);
}"""


def axe_faults(page: Page) -> list[str]:
    """A sentence for each rule that the page breaks at its present width, with the first places."""
    if page.evaluate("typeof axe === 'undefined'"):  # half a megabyte: once for each load, whatever the widths
        page.evaluate(SCRIPT)
    return [f"axe {rule}: {'; '.join(places)}" for rule, places in page.evaluate(FIND)]
