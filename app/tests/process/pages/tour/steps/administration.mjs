// What the operator's administrator sees.

import { ADMINISTRATOR } from "../place.mjs";
import { entersCredentials } from "./entering.mjs";

const PAGES = [
  "/app/admin",
  "/app/admin/users",
  "/app/admin/users/2",
  "/app/admin/links",
  "/app/admin/links/1",
  "/app/admin/abuse-reports",
  "/app/admin/abuse-reports/1",
  "/app/admin/invitations",
  "/app/admin/jobs",
  "/app/admin/audit",
];

export async function administers(tour) {
  const administrator = await tour.stranger();
  const { page } = administrator;
  await administrator.goes("/signin");
  await entersCredentials(administrator, ADMINISTRATOR);
  await administrator.link("menu-admin", administrator.menu()).waitFor();
  for (const path of PAGES) {
    await administrator.goes(path);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await tour.look(path.slice("/app/".length).replaceAll("/", "-"), administrator);
  }
  await page.context().close();
}
