// The packages, which are not installed beside this program.

import { createRequire } from "node:module";

import { PACKAGES } from "./place.mjs";

const require = createRequire(`${PACKAGES}/package.json`);

export const { chromium } = require("playwright-core");
/** The script that finds what keeps people with disabilities from using a page. */
export const AXE = require.resolve("axe-core/axe.min.js");
