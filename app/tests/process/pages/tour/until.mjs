import { setTimeout as pause } from "node:timers/promises";

/** How long anything may take, in milliseconds: other tests run at the same time. */
export const LIMIT = 60_000;

/** The first truthy value of a condition; fails if there is none in time. */
export async function until(what, condition) {
  const end = performance.now() + LIMIT;
  for (;;) {
    const found = await condition();
    if (found) return found;
    if (performance.now() > end) throw new Error(`not within ${LIMIT / 1000} s: ${what}`);
    await pause(100);
  }
}
