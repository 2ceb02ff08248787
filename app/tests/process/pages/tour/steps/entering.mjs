// How a stranger becomes a user.

import { mailed } from "../mails.mjs";
import { URL_OF_SERVICE } from "../place.mjs";

export const EMAIL = "ann@example.com";
export const PASSWORD = "Correct-horse-7";

export async function signsUp(tour) {
  const { ann } = tour;
  await ann.goes("/");
  await ann.arrivesAt("home-heading");
  await tour.look("home");
  await ann.link("menu-sign-up", ann.menu()).click();
  await ann.arrivesAt("sign-up-title");
  await tour.look("sign-up");
  await ann.field("field-email").fill(EMAIL);
  await ann.field("field-password").fill(PASSWORD);
  await ann.button("menu-sign-up").click();
  await ann.arrivesAt("sign-up-sent-title");
  await ann.sees("sign-up-sent", { email: EMAIL });
  await tour.look("mail-sent");
}

export async function verifiesTheAddress(tour) {
  const { ann } = tour;
  await ann.goes(await mailed(EMAIL, new RegExp(`${URL_OF_SERVICE}/api/email-verification/\\S+`)));
  await ann.sees("answer-verification-done");
  await tour.look("verified");
  await ann.link("menu-sign-in", ann.page.getByRole("main")).click();
  await ann.arrivesAt("sign-in-title");
}

export async function signsIn(tour) {
  const { ann } = tour;
  await ann.field("field-email").fill(EMAIL);
  await ann.field("field-password").fill("Wrong-horse-7");
  await ann.button("menu-sign-in").click();
  await ann.sees("problem-invalid-credentials");
  await tour.look("sign-in-refused");
  await entersCredentials(ann);
  await ann.arrivesAt("home-heading");
  await tour.look("first-link");
}

/** Sends the form of the sign-in. */
export async function entersCredentials(person, email = EMAIL) {
  await person.field("field-email").fill(email);
  await person.field("field-password").fill(PASSWORD);
  await person.button("menu-sign-in").click();
}

export async function seesWhatStrangersSee(tour) {
  const stranger = await tour.stranger();
  await stranger.goes("/reset");
  await stranger.arrivesAt("reset-title");
  await tour.look("forgotten-password", stranger);
  const nowhere = new URL("/nowhere", URL_OF_SERVICE).href;
  tour.expectsErrorAt(nowhere);
  await stranger.goes(nowhere);
  await stranger.arrivesAt("problem-title-404");
  await tour.look("not-found", stranger);
  await stranger.page.context().close();
}
