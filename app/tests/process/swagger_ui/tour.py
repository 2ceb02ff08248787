"""The first contact of a newcomer with the Swagger UI, in Debian's Chromium.

Arguments: the URL of the service, and the folder of its mails. With KOROTKO_TEST_SCREENSHOTS, screenshots are written to that folder.
"""

import json
import os
import re
import shutil
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import sync_playwright

URL, MAILS = sys.argv[1], Path(sys.argv[2])
SCREENSHOTS = os.environ.get("KOROTKO_TEST_SCREENSHOTS")
EMAIL, PASSWORD = "ann@example.com", "Correct-horse-7"
TARGET = "http://example.com/a"


def mailed_link(path):
    """The first link with this path in a mail; waits until it arrives."""
    for _ in range(300):
        for mail in sorted(MAILS.glob("*.eml")):
            if found := re.search(rf"{URL}{path}\S+", mail.read_text()):
                return found[0].strip("<>\"")
        time.sleep(0.1)
    raise AssertionError(f"no mail has a link to {path}")


class Target(BaseHTTPRequestHandler):
    """What the link leads to; Chromium resolves its host to this server."""

    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"the target")

    def log_message(self, *_):
        pass


class SwaggerUi:
    def __init__(self, page):
        self.page = page
        self.pictures = 0

    def screenshot(self, name, target=None):
        self.pictures += 1
        if SCREENSHOTS:
            path = Path(SCREENSHOTS) / f"{self.pictures:02}-{name}.png"
            (target or self.page).screenshot(path=path)

    def open(self):
        self.page.goto(f"{URL}/docs")
        self.page.wait_for_selector(".opblock")

    def execute(self, operation, status, body=None, **parameters):
        """Tries out an operation; returns its block and its response."""
        block = self.page.locator(f".opblock[id$='-{operation}']")
        if "is-open" not in block.get_attribute("class"):
            block.locator(".opblock-summary-control").click()
            block.locator(".try-out__btn").click()
        if body is not None:
            block.locator("textarea.body-param__text").fill(json.dumps(body))
        for name, value in parameters.items():
            row = block.locator(f"tr[data-param-name='{name}']")
            if row.locator("select").count():
                row.locator("select").select_option(value)
            else:
                row.locator("input").fill(str(value))
        with self.page.expect_response(lambda answer: "/api/" in answer.url) as answer:
            block.locator(".execute").click()
        block.locator(".live-responses-table .response-col_status").get_by_text(str(status)).wait_for()
        assert answer.value.status == status, (operation, answer.value.status)
        self.screenshot(operation, block)
        return block, answer.value

    def authorize(self, token):
        self.page.locator(".btn.authorize").click()
        dialog = self.page.locator(".dialog-ux")
        # The first form is that of access tokens, the second that of API keys.
        dialog.locator("input").first.fill(token)
        dialog.locator(".btn.authorize").first.click()
        self.screenshot("authorize")
        dialog.locator(".btn-done").first.click()


def tour(context):
    page = context.new_page()
    errors = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    ui = SwaggerUi(page)
    ui.open()
    ui.screenshot("page")
    assert page.title() == "Korotko API", page.title()
    tags = page.locator(".opblock-tag").all_inner_texts()
    order = ["Shortening", "Accounts", "Keys", "Links", "Collections", "Statistics", "Reports", "Administration"]
    assert [tag.split()[0] for tag in tags] == order, tags
    create_link = page.locator(".opblock-summary-operation-id", has_text="createLink")
    assert create_link.is_visible()
    assert page.locator(".operation-filter-input").is_visible()
    assert page.locator(".models:not(.is-open)").is_visible()

    ui.execute("registerUser", 201, {"email": EMAIL, "password": PASSWORD})
    verification = context.new_page()
    verification.goto(mailed_link("/api/email-verification/"))
    assert "is verified" in verification.inner_text("body")
    ui.screenshot("verification", verification)
    verification.close()
    _, answer = ui.execute("signIn", 200, {"email": EMAIL, "password": PASSWORD})
    ui.authorize(answer.json()["access_token"])

    _, answer = ui.execute("createLink", 201, {"url": TARGET, "slug": "promo", "title": "Spring sale"})
    link = answer.json()
    followed = context.new_page()
    followed.goto(link["share_url"])
    assert followed.url == TARGET, followed.url
    assert followed.inner_text("body") == "the target"
    followed.close()
    for _ in range(100):
        _, answer = ui.execute("getLinkStatistics", 200, id=link["id"], group_by="browser")
        if answer.json()["total"]["clicks"] == 1:
            break
        time.sleep(0.2)
    assert answer.json()["groups"][0]["key"] == "Chrome", answer.json()
    block, _ = ui.execute("getLinkQrCode", 200, id=link["id"], format="png", size=256)
    image = block.locator(".live-responses-table .response-col_description img")
    width = image.evaluate("image => image.decode().then(() => image.naturalWidth)")
    assert width == 256, width
    _, answer = ui.execute("createReport", 202, {"tz": "Europe/Moscow"})
    assert answer.json()["state"] == "queued", answer.json()

    page.reload()
    page.wait_for_selector(".opblock")
    _, answer = ui.execute("getAccount", 200)
    assert answer.json()["email"] == EMAIL, answer.json()
    page.locator(".operation-filter-input").fill("Statistics")
    create_link.wait_for(state="detached")
    ui.screenshot("filter")
    assert not errors, errors


target = ThreadingHTTPServer(("127.0.0.1", 0), Target)
threading.Thread(target=target.serve_forever, daemon=True).start()
with sync_playwright() as playwright:
    chromium = playwright.chromium.launch(
        executable_path=shutil.which("chromium"),
        args=[
            # Root may not use the sandbox.
            "--no-sandbox",
            f"--host-resolver-rules=MAP example.com 127.0.0.1:{target.server_port}",
            "--disable-features=HttpsUpgrades",
        ],
    )
    context = chromium.new_context(
        viewport={"width": 1280, "height": 900},
        locale="en-US",
        # The default one says "HeadlessChrome", which is a bot.
        user_agent="Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
    )
    context.set_default_timeout(30_000)
    tour(context)
    chromium.close()
print("done")
