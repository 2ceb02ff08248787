import { chromium } from "./packages.mjs";
import { URL_OF_SERVICE } from "./place.mjs";

// Not the browser's own: that says "HeadlessChrome", which is a bot.
const CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0";
const SCREENS = {
  desktop: {
    viewport: { width: 1280, height: 900 },
    userAgent: `Mozilla/5.0 (X11; Linux x86_64) ${CHROME} Safari/537.36`,
  },
  phone: {
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
    userAgent: `Mozilla/5.0 (Linux; Android 10; K) ${CHROME} Mobile Safari/537.36`,
  },
};
const LOCALES = { en: "en-US", ru: "ru-RU" };

/** Debian's Chromium, which finds nothing but this machine: every target is at this port. */
export function openBrowser(targetPort) {
  const hosts = ["EXCLUDE localhost", `MAP example.com 127.0.0.1:${targetPort}`, "MAP * ~NOTFOUND"];
  return chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-proxy-server", `--host-resolver-rules=${hosts.join(", ")}`],
  });
}

/** How a browser of this variant is set. */
export function settingsOf(variant) {
  return {
    ...SCREENS[variant.screen],
    baseURL: URL_OF_SERVICE,
    locale: LOCALES[variant.language],
    colorScheme: variant.theme,
    javaScriptEnabled: variant.hasScript,
    permissions: ["clipboard-read", "clipboard-write"],
  };
}
