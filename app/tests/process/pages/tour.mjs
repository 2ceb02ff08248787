// Leads somebody through the pages in Debian's Chromium. pages.rs starts it; tour/place.mjs names its variables.
//
//   node tour.mjs --language en|ru --script on|off --theme light|dark --screen desktop|phone

import { Tour } from "./tour/tour.mjs";
import { readVariant } from "./tour/variant.mjs";
import { administers } from "./tour/steps/administration.mjs";
import * as account from "./tour/steps/account.mjs";
import * as entering from "./tour/steps/entering.mjs";
import { imports } from "./tour/steps/imports.mjs";
import * as links from "./tour/steps/links.mjs";
import * as lists from "./tour/steps/lists.mjs";
import * as numbers from "./tour/steps/numbers.mjs";

const STEPS = [
  entering.signsUp,
  entering.verifiesTheAddress,
  entering.signsIn,
  links.shortens,
  links.previews,
  links.reportsAbuse,
  links.follows,
  links.readsTheChart,
  links.watchesTheNumber,
  links.choosesTheCode,
  lists.collects,
  lists.editsInBulk,
  imports,
  numbers.looksAtTheOverview,
  numbers.ordersAReport,
  numbers.sharesTheNumbers,
  lists.movesToTheTrashAndBack,
  account.looksAtTheAccount,
  account.makesAKey,
  account.endsAnotherSession,
  entering.seesWhatStrangersSee,
  administers,
  account.changesTheLanguageAndTheColours,
  account.signsOut,
];

/** In milliseconds. */
const LIMIT_OF_ALL = 15 * 60_000;

setTimeout(() => {
  console.error("the tour takes too long");
  process.exit(1);
}, LIMIT_OF_ALL).unref();
const tour = await Tour.begin(readVariant());
try {
  for (const step of STEPS) await tour.take(step);
} finally {
  await tour.end();
}
console.log("done");
