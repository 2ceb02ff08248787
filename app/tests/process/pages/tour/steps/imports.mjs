// Many links from a list, which is tried before it is imported.

import { URL_OF_SERVICE } from "../place.mjs";
import { TARGET } from "../target.mjs";

/** The last one leads to the service itself, which is refused. */
const LIST = [`${TARGET}/one`, `${TARGET}/two`, `${URL_OF_SERVICE}/loop`].join("\n");

export async function imports(tour) {
  const { ann } = tour;
  await ann.goes("/app/links");
  await ann.link("links-import").click();
  await ann.arrivesAt("import-title");
  await tour.look("import");
  await ann.field("import-text").fill(LIST);
  await ann.button("import-try").click();
  await ann.arrivesAt("import-tried");
  await counts(ann, "import-row-created", 2);
  await counts(ann, "import-row-refused", 1);
  await tour.look("import-tried");
  // The button says how many links there will be.
  await ann.page.locator("form[action$='/import']").getByRole("button").click();
  await ann.isTold("notice-imported");
  await counts(ann, "import-row-imported", 2);
  await tour.look("imported");
}

/** Waits for this number. */
function counts(person, key, number) {
  return person.figure(key).filter({ hasText: new RegExp(`^${number}$`) }).waitFor();
}
