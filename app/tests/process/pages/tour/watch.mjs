/** Notes what must not happen on any page. */
export class Watch {
  #seen = [];
  #expected = new Set();

  /** Watches all pages of a browser context. The browser reports a violation of the policy as an error of the console. */
  over(context) {
    context.on("console", (message) => {
      const { url } = message.location();
      if (message.type() === "error" && !this.#expected.has(url)) this.#see("console", url, message.text());
    });
    context.on("weberror", (failure) => this.#see("script", failure.page()?.url(), failure.error().message));
    context.on("dialog", async (dialog) => {
      this.#see("dialog", dialog.page()?.url(), dialog.message());
      await dialog.dismiss();
    });
    context.on("response", (response) => {
      if (response.status() >= 500) this.#see("status", response.url(), response.status());
    });
  }

  /** The page at this URL may be answered with an error. */
  expectsErrorAt(url) {
    this.#expected.add(url);
  }

  /** Fails if something was seen. */
  assertQuiet() {
    if (this.#seen.length > 0) throw new Error(this.#seen.join("\n"));
  }

  #see(kind, url, text) {
    this.#seen.push(`${kind}: ${url}: ${text}`);
  }
}
