import { createServer } from "node:http";

/** Where the short links of the tour lead. */
export const TARGET = "http://example.com/a/long/way";
/** What it says. */
export const TARGET_TEXT = "the target";

/** What the browser finds there; returns its port on 127.0.0.1. */
export function serveTarget() {
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/plain" });
    response.end(TARGET_TEXT);
  });
  server.unref();
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve(server.address().port));
  });
}
