// What somebody sets for themselves.

import assert from "node:assert/strict";

import { entersCredentials } from "./entering.mjs";

const OTHERS = { en: "ru", ru: "en" };
const OPPOSITES = { light: "dark", dark: "light" };
const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0";
const KEY = `"><b onclick=alert(3)>key`;

export async function looksAtTheAccount(tour) {
  const { ann } = tour;
  await ann.goes("/app/account");
  await ann.arrivesAt("account-title");
  await ann.field("account-zone").fill("Europe/Nowhere");
  await ann.button("link-save").click();
  await ann.page.locator("[aria-invalid=true]").waitFor();
  await tour.look("account");
  await ann.field("account-zone").fill("Europe/Moscow");
  await ann.button("link-save").click();
  await ann.isTold("notice-saved");
}

export async function makesAKey(tour) {
  const { ann } = tour;
  await ann.goes("/app/account/keys");
  await ann.field("keys-name").fill(KEY);
  await ann.page.getByRole("checkbox", { name: "links:read" }).check();
  await ann.button("keys-create").click();
  const made = ann.page.getByRole("region", { name: ann.text("keys-made"), exact: true });
  const key = await made.locator("code").innerText();
  await tour.look("key");
  const bearer = { authorization: `Bearer ${key}` };
  assert.equal(await ann.statusOf("/api/links", bearer), 200);
  await ann.page.getByRole("link", { name: `${ann.text("keys-delete")} ${KEY}`, exact: true }).click();
  await ann.arrivesAt("keys-delete-title");
  await tour.look("key-delete");
  await ann.button("keys-delete").click();
  await ann.isTold("notice-key-deleted");
  assert.equal(await ann.statusOf("/api/links", bearer), 401);
}

export async function endsAnotherSession(tour) {
  const { ann } = tour;
  const elsewhere = await tour.stranger({ userAgent: FIREFOX });
  await elsewhere.goes("/signin");
  await entersCredentials(elsewhere);
  await elsewhere.arrivesAt("menu-overview");
  await ann.goes("/app/account/sessions");
  await ann.sees("sessions-this");
  await tour.look("sessions");
  await ann.buttonOf("sessions-end", "Firefox, Linux").click();
  await ann.isTold("notice-session-ended");
  await elsewhere.goes("/app");
  await elsewhere.arrivesAt("sign-in-title");
  await elsewhere.page.context().close();
}

export async function changesTheLanguageAndTheColours(tour) {
  const { ann, variant } = tour;
  const { language, theme } = variant;
  await ann.goes("/app/links");
  await choose(tour, "#language", OTHERS[language]);
  await ann.page.locator(`html[lang=${OTHERS[language]}]`).waitFor();
  await tour.look("other-language");
  await choose(tour, "#language", language);
  await ann.page.locator(`html[lang=${language}]`).waitFor();
  await ann.arrivesAt("links-title");
  await choose(tour, "#theme", OPPOSITES[theme]);
  await ann.page.locator(`html[data-theme=${OPPOSITES[theme]}]`).waitFor();
  await tour.look("other-colours");
  await choose(tour, "#theme", "system");
  await ann.page.locator("html[data-theme=system]").waitFor();
}

/** Chooses at the foot of the page, in whatever language it is; a script sends the choice. */
async function choose({ ann, variant }, select, value) {
  const foot = ann.page.getByRole("contentinfo");
  await foot.locator(select).selectOption(value);
  if (!variant.hasScript) await foot.getByRole("button").click();
}

export async function signsOut(tour) {
  const { ann } = tour;
  await ann.button("menu-sign-out", ann.page.getByRole("banner")).click();
  await ann.isTold("notice-signed-out");
  await tour.look("signed-out");
  await ann.goes("/app");
  await ann.arrivesAt("sign-in-title");
}
