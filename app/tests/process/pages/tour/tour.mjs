import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";

import { Audit } from "./audit.mjs";
import { openBrowser, settingsOf } from "./browser.mjs";
import { Person } from "./person.mjs";
import { PICTURES } from "./place.mjs";
import { serveTarget } from "./target.mjs";
import { textsOf } from "./texts.mjs";
import { LIMIT } from "./until.mjs";
import { Watch } from "./watch.mjs";

/** A walk through the pages, and what its steps share. */
export class Tour {
  #browser;
  #audit;
  #watch = new Watch();
  #pictures = 0;

  static async begin(variant) {
    const tour = new Tour();
    tour.variant = variant;
    tour.text = textsOf(variant.language);
    await rm(PICTURES, { recursive: true, force: true });
    await mkdir(PICTURES, { recursive: true });
    tour.#browser = await openBrowser(await serveTarget());
    tour.#audit = await Audit.open(tour.#browser, variant);
    tour.ann = await tour.stranger();
    return tour;
  }

  /** Somebody with a browser of their own, in which nobody is signed in. */
  async stranger(settings = {}) {
    const context = await this.#browser.newContext({ ...settingsOf(this.variant), ...settings });
    context.setDefaultTimeout(LIMIT);
    this.#watch.over(context);
    return new Person(await context.newPage(), this.text);
  }

  /** Examines the page that somebody sees, and keeps a picture of it. */
  async look(name, person = this.ann) {
    await this.picture(name, person);
    await person.assertFits();
    await this.#audit.check(person.page);
    this.#watch.assertQuiet();
  }

  async picture(name, person = this.ann) {
    this.#pictures += 1;
    const number = String(this.#pictures).padStart(2, "0");
    await person.page.screenshot({ path: join(PICTURES, `${number}-${name}.png`), fullPage: true });
  }

  /** The page at this URL may be answered with an error. */
  expectsErrorAt(url) {
    this.#watch.expectsErrorAt(url);
  }

  /** Takes a step; a failure names it. */
  async take(step) {
    try {
      await step(this);
      this.#watch.assertQuiet();
    } catch (error) {
      await this.picture(`failed-${step.name}`).catch(() => {});
      throw new Error(`${step.name}, at ${this.ann.page.url()}`, { cause: error });
    }
  }

  async end() {
    await this.#browser.close();
  }
}
