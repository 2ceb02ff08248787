import { settingsOf } from "./browser.mjs";
import { AXE } from "./packages.mjs";

const GRAVE = ["serious", "critical"];

/** Finds what keeps people with disabilities from using a page. */
export class Audit {
  #context;

  static async open(browser, variant) {
    const audit = new Audit();
    // The finder is a script.
    audit.#context = await browser.newContext({ ...settingsOf(variant), javaScriptEnabled: true });
    return audit;
  }

  /** Fails if a page has a grave defect. A copy is examined: the page as it is shown, without its policy, which forbids foreign scripts. */
  async check(page) {
    const [url] = page.url().split("#");
    const body = await page.content();
    const copy = await this.#context.newPage();
    await copy.route("**/*", (route) => {
      const request = route.request();
      if (request.isNavigationRequest()) return route.fulfill({ contentType: "text/html; charset=utf-8", body });
      // What the script does is done already.
      if (request.resourceType() === "script") return route.fulfill({ contentType: "text/javascript", body: "" });
      return route.continue();
    });
    await copy.goto(url);
    await copy.addScriptTag({ path: AXE });
    const { violations } = await copy.evaluate(() => globalThis.axe.run({ resultTypes: ["violations"] }));
    await copy.close();
    const grave = violations.filter(({ impact }) => GRAVE.includes(impact));
    if (grave.length > 0) throw new Error(grave.flatMap((rule) => described(rule, url)).join("\n"));
  }
}

function described(rule, url) {
  const element = (node) => `${rule.id} (${rule.impact}): ${rule.help}: ${url}: ${node.target.join(" ")}: ${node.html}`;
  return rule.nodes.map(element);
}
