// A link: made, previewed, followed, counted.

import assert from "node:assert/strict";

import { TARGET, TARGET_TEXT } from "../target.mjs";
import { until } from "../until.mjs";

/** The code of the link that Ann chooses. */
export const SLUG = "spring";
/** Its title, which is a text and nothing else. */
export const TITLE = `<img src=x onerror=alert(1)> & "it's" </title><script>alert(2)</script>`;

export async function shortens(tour) {
  const { ann, variant } = tour;
  await ann.field("home-url").fill(TARGET);
  await ann.button("home-shorten").click();
  await ann.isTold("notice-created");
  const made = ann.page.getByRole("region", { name: ann.text("preview-short"), exact: true });
  tour.short = await made.getByRole("link").first().getAttribute("href");
  tour.linkPath = new URL(ann.page.url()).pathname;
  await tour.look("made");
  if (variant.hasScript) {
    await ann.button("made-copy").click();
    await ann.button("made-copied").waitFor();
    assert.equal(await ann.page.evaluate(() => navigator.clipboard.readText()), tour.short);
  } else {
    assert.equal(await ann.button("made-copy").count(), 0, "a button that needs a script is shown");
  }
}

export async function previews(tour) {
  const { ann } = tour;
  await ann.goes(`${tour.short}+`);
  await ann.arrivesAt("preview-heading");
  await ann.page.getByText("example.com", { exact: true }).waitFor();
  await ann.page.getByText(TARGET, { exact: true }).waitFor();
  await tour.look("preview");
}

export async function reportsAbuse(tour) {
  const { ann } = tour;
  await ann.link("preview-report").click();
  await ann.arrivesAt("abuse-title");
  assert.equal(await ann.field("preview-short").inputValue(), tour.short);
  await ann.page.getByRole("radio", { name: ann.text("abuse-spam") }).check();
  await ann.field("abuse-text").fill(TITLE);
  await tour.look("abuse");
  await ann.button("abuse-send").click();
  await ann.arrivesAt("abuse-sent-title");
  await tour.look("abuse-sent");
}

export async function follows(tour) {
  const { ann } = tour;
  await ann.goes(`${tour.short}+`);
  await ann.link("preview-go").click();
  await ann.page.waitForURL(TARGET);
  await ann.page.getByText(TARGET_TEXT, { exact: true }).waitFor();
  await tour.picture("followed");
}

export async function readsTheChart(tour) {
  const { ann } = tour;
  await ann.goes(tour.linkPath);
  await until("the click is counted", async () => {
    await ann.page.reload();
    return (await ann.figure("statistics-people").innerText()) === "1";
  });
  await ann.page.getByText(ann.text("statistics-as-table"), { exact: true }).click();
  await ann.page.getByRole("cell", { name: "1", exact: true }).first().waitFor();
  await ann.heading("statistics-browsers").waitFor();
  await ann.page.getByRole("listitem").filter({ hasText: "Chrome" }).waitFor();
  await tour.look("chart");
  await ann.link("period-7d").click();
  await ann.page.locator("a[aria-current=true]", { hasText: ann.text("period-7d") }).waitFor();
}

export async function choosesTheCode(tour) {
  const { ann } = tour;
  await ann.goes("/app/links");
  await ann.arrivesAt("links-title");
  await ann.link("links-new").click();
  await ann.arrivesAt("new-link-title");
  await ann.field("link-url").fill(TARGET);
  await ann.page.getByText(ann.text("link-more"), { exact: true }).click();
  await ann.field("link-slug").fill("not a code");
  await tour.look("new-link");
  await ann.button("home-shorten").click();
  await ann.page.locator("[aria-invalid=true]").waitFor();
  await tour.look("new-link-refused");
  await ann.field("link-slug").fill(SLUG);
  await ann.field("link-title").fill(TITLE);
  await ann.field("link-tags").fill("sale");
  await ann.button("home-shorten").click();
  await ann.isTold("notice-created");
  await ann.page.getByRole("heading", { name: TITLE, exact: true }).waitFor();
  tour.ownPath = new URL(ann.page.url()).pathname;
  await tour.look("own-link");
}

/** While the page of a link is open, its number of clicks changes by itself, if there are scripts. */
export async function watchesTheNumber(tour) {
  const { ann, variant } = tour;
  if (!variant.hasScript) return;
  await ann.goes(tour.linkPath);
  const clicks = ann.fact("links-clicks");
  await clicks.filter({ hasText: /^1$/ }).waitFor();
  const visitor = await tour.stranger();
  await visitor.page.goto(tour.short);
  await visitor.page.getByText(TARGET_TEXT, { exact: true }).waitFor();
  await clicks.filter({ hasText: /^2$/ }).waitFor();
  await visitor.page.context().close();
}
