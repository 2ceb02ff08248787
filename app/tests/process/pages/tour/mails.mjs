import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { MAILS } from "./place.mjs";
import { until } from "./until.mjs";

/** The first match in the text of a mail to this address; waits until it arrives. */
export function mailed(address, pattern) {
  return until(`a mail to ${address} with ${pattern}`, async () => {
    const names = (await readdir(MAILS)).filter((name) => name.endsWith(`-${address}.txt`)).sort();
    for (const name of names) {
      const found = (await readFile(join(MAILS, name), "utf8")).match(pattern);
      if (found) return found[0];
    }
    return null;
  });
}
