// What varies between tours.

import { parseArgs } from "node:util";

/** The first choice is the default. */
const CHOICES = {
  language: ["en", "ru"],
  script: ["on", "off"],
  theme: ["light", "dark"],
  screen: ["desktop", "phone"],
};

/** The variant that the arguments of the program name. */
export function readVariant() {
  const option = ([name, [first]]) => [name, { type: "string", default: first }];
  const options = Object.fromEntries(Object.entries(CHOICES).map(option));
  const { values } = parseArgs({ options });
  for (const [name, choices] of Object.entries(CHOICES)) {
    if (!choices.includes(values[name])) throw new Error(`--${name} is one of: ${choices.join(", ")}`);
  }
  return { ...values, hasScript: values.script === "on" };
}
