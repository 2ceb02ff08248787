// What pages say: the messages of the catalogues that are one line.

import { readFileSync } from "node:fs";

const CATALOGUES = new URL("../../../../../adapters/texts/catalogues/", import.meta.url);

/** A function from keys, with their arguments, to the texts of this language. */
export function textsOf(language) {
  const messages = new Map();
  for (const name of ["pages", "answers"]) {
    const catalogue = readFileSync(new URL(`${language}/${name}.ftl`, CATALOGUES), "utf8");
    for (const [, key, text] of catalogue.matchAll(/^([a-z][a-z0-9-]*) = (.+)$/gm)) messages.set(key, text);
  }
  return (key, values = {}) => {
    const message = messages.get(key);
    if (message === undefined) throw new Error(`the catalogues have no line for ${key}`);
    const text = message.replace(/\{ \$(\w+) \}/g, (whole, name) => values[name] ?? whole);
    if (text.includes("{")) throw new Error(`${key} needs more than these arguments: ${text}`);
    return text;
  };
}
