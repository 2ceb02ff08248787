// Many links at once.

import { SLUG, TITLE } from "./links.mjs";

export async function collects(tour) {
  const { ann } = tour;
  await ann.goes("/app/collections");
  await ann.field("collections-name").fill(TITLE);
  await tour.look("collections");
  await ann.button("collections-create").click();
  await ann.isTold("notice-collection-created");
  await tour.look("collection");
}

export async function editsInBulk(tour) {
  const { ann } = tour;
  await ann.goes("/app/links");
  await ann.page.getByRole("cell").filter({ hasText: TITLE }).waitFor();
  await tour.look("links");
  await act(ann, "bulk-tag", () => ann.field("bulk-tag-name").fill("summer"));
  await ann.isTold("notice-links-changed");
  await act(ann, "bulk-collect", () => ann.field("bulk-collection").selectOption({ label: TITLE }));
  await ann.isTold("notice-links-collected");
  await ann.goes("/app/links?tag=summer");
  await ann.page.getByRole("link", { name: SLUG, exact: true }).waitFor();
  await tour.look("tagged-links");
}

/** Does this with the link that has the chosen code. */
async function act(ann, action, fill) {
  await ann.page.getByRole("checkbox", { name: SLUG, exact: true }).check();
  await ann.field("bulk-selected").selectOption({ label: ann.text(action) });
  await fill();
  await ann.button("bulk-apply").click();
}

export async function movesToTheTrashAndBack(tour) {
  const { ann, variant } = tour;
  await ann.goes(tour.ownPath);
  await ann.confirms("link-delete", "link-delete-sure", variant.hasScript);
  await ann.isTold("notice-deleted");
  await ann.page.getByRole("cell").filter({ hasText: TITLE }).waitFor();
  await tour.look("trash");
  await ann.buttonOf("trash-restore", SLUG).click();
  await ann.isTold("notice-restored");
  await ann.goes(tour.ownPath);
  await ann.page.getByRole("heading", { name: TITLE, exact: true }).waitFor();
}
