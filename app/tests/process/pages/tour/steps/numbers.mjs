// The numbers of clicks: seen, mailed, shared.

import assert from "node:assert/strict";

import { mailed } from "../mails.mjs";
import { until } from "../until.mjs";
import { EMAIL } from "./entering.mjs";

export async function looksAtTheOverview(tour) {
  const { ann } = tour;
  await ann.goes("/app");
  await ann.arrivesAt("menu-overview");
  await ann.heading("overview-top").waitFor();
  await tour.look("overview");
}

export async function ordersAReport(tour) {
  const { ann } = tour;
  await ann.goes("/app/reports");
  await ann.arrivesAt("reports-order");
  await ann.button("reports-order").click();
  await ann.isTold("notice-report-ordered");
  await until("the report is sent", async () => {
    await ann.page.reload();
    return (await ann.page.getByText(ann.text("reports-sent"), { exact: true }).count()) > 0;
  });
  await mailed(EMAIL, /^\S+\.xlsx$/m);
  await ann.button("reports-create-schedule").click();
  await ann.isTold("notice-schedule-created");
  await tour.look("reports");
}

export async function sharesTheNumbers(tour) {
  const { ann } = tour;
  await ann.goes(tour.linkPath);
  const clicks = await ann.figure("statistics-people").innerText();
  await ann.button("share-create").click();
  await ann.isTold("notice-shared");
  const url = await ann.field("share-url").inputValue();
  await tour.look("share");
  const stranger = await tour.stranger();
  await stranger.page.goto(url);
  await stranger.sees("shared-about");
  assert.equal(await stranger.figure("statistics-people").innerText(), clicks);
  await tour.look("shared", stranger);
  await ann.button("share-end").click();
  await ann.sees("share-end-sure");
  await tour.look("share-end");
  await ann.button("share-end").click();
  await ann.isTold("notice-share-ended");
  assert.equal(await stranger.statusOf(url), 404);
  await stranger.page.context().close();
}
