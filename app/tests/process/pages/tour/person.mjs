import assert from "node:assert/strict";

import { URL_OF_SERVICE } from "./place.mjs";

/** Somebody at a page, who knows it by what it says in their language. */
export class Person {
  constructor(page, text) {
    this.page = page;
    this.text = text;
  }

  goes(path) {
    return this.page.goto(new URL(path, URL_OF_SERVICE).href);
  }

  heading(key, values) {
    return this.page.getByRole("heading", { name: this.text(key, values), exact: true });
  }

  button(key, within = this.page) {
    return within.getByRole("button", { name: this.text(key), exact: true });
  }

  link(key, within = this.page) {
    return within.getByRole("link", { name: this.text(key), exact: true });
  }

  /** A field, by its label. */
  field(key, within = this.page) {
    return within.getByLabel(this.text(key), { exact: true });
  }

  /** A button that is repeated in each row: its name ends in that of the row. */
  buttonOf(key, row) {
    return this.page.getByRole("button", { name: `${this.text(key)} ${row}`, exact: true });
  }

  /** The menu at the top. */
  menu() {
    return this.page.getByRole("navigation", { name: this.text("frame-menu"), exact: true });
  }

  /** One of the large numbers of a page. */
  figure(key) {
    const figure = this.page.locator("dl.figures > div").filter({ hasText: this.text(key) });
    return figure.getByRole("definition");
  }

  /** What a list of facts says under a name. */
  fact(key) {
    const term = this.page.locator("dl.facts > dt", { hasText: new RegExp(`^${this.text(key)}$`) });
    return term.locator("xpath=following-sibling::dd[1]");
  }

  /** Waits for a text. */
  sees(key, values) {
    return this.page.getByText(this.text(key, values), { exact: true }).first().waitFor();
  }

  /** Waits for the page with this heading. */
  arrivesAt(key, values) {
    return this.heading(key, values).first().waitFor();
  }

  /** Waits for the notice of what was done. */
  isTold(key) {
    return this.page.getByRole("status").filter({ hasText: this.text(key) }).waitFor();
  }

  /** Presses a button that asks in its own place, if there are scripts. */
  async confirms(key, question, hasScript) {
    await this.button(key).click();
    if (hasScript) await this.button(question).click();
  }

  /** Fails if the page is wider than the screen. */
  async assertFits() {
    const over = await this.page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth - clientWidth;
    });
    assert.equal(over, 0, `${this.page.url()} is ${over} px wider than the screen`);
  }

  /** The status of a request without a page, as a program sends it. */
  async statusOf(path, headers = {}) {
    const answer = await this.page.request.get(new URL(path, URL_OF_SERVICE).href, { headers, maxRedirects: 0 });
    return answer.status();
  }
}
