"""The first contact of a newcomer with the Swagger UI, in one of Debian's browsers.

Arguments: the URL of the service, the folder of its mails, and the browser: chromium, firefox or webkit. With
KOROTKO_TEST_SCREENSHOTS, screenshots are written to that folder.
"""

import contextlib
import json
import os
import re
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from browsers import BROWSERS
from selenium.common.exceptions import ElementClickInterceptedException, StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select, WebDriverWait

URL, MAILS, BROWSER = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
SCREENSHOTS = os.environ.get("KOROTKO_TEST_SCREENSHOTS")
EMAIL, PASSWORD = "ann@example.com", "Correct-horse-7"
TARGET = "http://example.com/a"
ORDER = ["Shortening", "Accounts", "Keys", "Links", "Collections", "Statistics", "Reports", "Administration"]
# What a page reports from now on.
WATCH = """
    window.reported = [];
    const report = text => window.reported.push(String(text));
    addEventListener('error', event => report(event.message || event.target.outerHTML), true);
    addEventListener('unhandledrejection', event => report(event.reason));
    addEventListener('securitypolicyviolation', event => report(`${event.violatedDirective} ${event.blockedURI}`));
    console.error = (...texts) => report(texts.join(' '));
"""
# Replaces the text of a field at once, as pasting does: after each key the page renders every operation again. React notices a value
# only if it was not set through its own property.
PASTE = """
    const [field, text] = arguments;
    field.focus();
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value').set.call(field, text);
    field.dispatchEvent(new Event('input', {bubbles: true}));
"""


def mailed_link(path):
    """The first link with this path in a mail; waits until it arrives."""
    for _ in range(300):
        for mail in sorted(MAILS.glob("*.eml")):
            if found := re.search(rf"{URL}{path}\S+", mail.read_text()):
                return found[0].strip("<>\"")
        time.sleep(0.1)
    raise AssertionError(f"no mail has a link to {path}")


class Target(BaseHTTPRequestHandler):
    """What the link leads to. The browser asks it as a proxy, whatever the host."""

    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"the target")

    def log_message(self, *_):
        pass


class SwaggerUi:
    def __init__(self, browser):
        self.browser = browser
        self.pictures = 0

    def screenshot(self, name, element=None):
        self.pictures += 1
        if SCREENSHOTS:
            path = str(Path(SCREENSHOTS) / f"{BROWSER}-{self.pictures:02}-{name}.png")
            element.screenshot(path) if element else self.browser.save_screenshot(path)

    def until(self, condition, what):
        """The first truthy value of `condition()`."""
        return WebDriverWait(self.browser, 30, 0.1).until(lambda _: condition(), what)

    def all(self, selector, within=None):
        return (within or self.browser).find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector, within=None):
        """The first visible element; waits for it."""
        shown = lambda: next((found for found in self.all(selector, within) if found.is_displayed()), None)    # noqa: E731
        return self.until(shown, selector)

    def click(self, selector, within=None):
        """Clicks the first visible element, once nothing covers it: a page that is still being drawn moves its elements."""
        def clicked():
            with contextlib.suppress(ElementClickInterceptedException, StaleElementReferenceException):
                self.one(selector, within).click()
                return True
        self.until(clicked, f"{selector} can be clicked")

    def fill(self, field, text):
        self.browser.execute_script(PASTE, field, text)

    def open(self):
        self.browser.get(f"{URL}/docs")
        self.loaded()

    def reload(self):
        self.assert_nothing_reported()
        self.browser.refresh()
        self.loaded()

    def loaded(self):
        self.one(".opblock")
        self.browser.execute_script(WATCH)

    def assert_nothing_reported(self):
        reported = self.browser.execute_script("return window.reported")
        if BROWSER == "chromium":
            # Also of what came before.
            reported += [line["message"] for line in self.browser.get_log("browser") if line["level"] == "SEVERE"]
        assert not reported, reported

    def unfold(self, block):
        """Opens the block of an operation. A page that is still being drawn may move another one under the pointer."""
        def is_open():
            return "is-open" in block.get_attribute("class")
        def opened():
            if not is_open():
                self.click(".opblock-summary-control", block)
            return is_open()
        self.until(opened, "the operation is shown")

    def execute(self, operation, status, body=None, **parameters):
        """Tries out an operation; returns its block and the text of the response."""
        block = self.one(f".opblock[id$='-{operation}']")
        if "is-open" not in block.get_attribute("class"):
            self.unfold(block)
            self.click(".try-out__btn", block)
        if self.all(".btn-clear", block):
            self.click(".btn-clear", block)
            self.until(lambda: not self.all(".live-responses-table", block), "the last response is cleared")
        if body is not None:
            self.fill(self.one("textarea.body-param__text", block), json.dumps(body))
        for name, value in parameters.items():
            row = self.one(f"tr[data-param-name='{name}']", block)
            if choices := self.all("select", row):
                Select(choices[0]).select_by_value(value)
            else:
                self.fill(self.one("input", row), str(value))
        self.click(".execute", block)
        response = self.one(".live-responses-table .response", block)
        shown = self.one(".response-col_status", response).text.split()[0]
        assert shown == str(status), (operation, response.text)
        self.screenshot(operation, block)
        return block, response

    def answer(self, operation, status, body=None, **parameters):
        """The JSON that is shown as the response of an operation."""
        _, response = self.execute(operation, status, body, **parameters)
        return json.loads(self.one(".response-col_description code", response).get_attribute("textContent"))

    def authorize(self, token):
        self.click(".btn.authorize")
        dialog = self.one(".dialog-ux")
        # The first form is that of access tokens, the second that of API keys.
        self.fill(self.one("input", dialog), token)
        self.click(".btn.authorize", dialog)
        self.screenshot("authorize")
        self.click(".btn-done", dialog)

    @contextlib.contextmanager
    def another_page(self, url):
        """The text of a page in a window of its own."""
        first = self.browser.current_window_handle
        self.browser.switch_to.new_window("window")
        self.browser.get(url)
        yield self.one("body").text
        self.browser.close()
        self.browser.switch_to.window(first)


def looks_around(ui):
    ui.open()
    ui.screenshot("page")
    assert ui.browser.title == "Korotko API", ui.browser.title
    tags = [tag.get_attribute("data-tag") for tag in ui.all(".opblock-tag")]
    assert tags == ORDER, tags
    assert ui.one(".opblock[id$='-createLink'] .opblock-summary-operation-id").text == "createLink"
    assert ui.one(".operation-filter-input")
    assert ui.one(".models:not(.is-open)")


def signs_in(ui):
    account = {"email": EMAIL, "password": PASSWORD}
    ui.execute("registerUser", 201, account)
    with ui.another_page(mailed_link("/api/email-verification/")) as text:
        assert "is verified" in text, text
        ui.screenshot("verification")
    ui.authorize(ui.answer("signIn", 200, account)["access_token"])


def makes_a_link(ui, counted_as):
    link = ui.answer("createLink", 201, {"url": TARGET, "slug": "promo", "title": "Spring sale"})
    with ui.another_page(link["share_url"]) as text:
        assert (ui.browser.current_url, text) == (TARGET, "the target")
    read = lambda: ui.answer("getLinkStatistics", 200, id=link["id"], group_by="browser")    # noqa: E731
    statistics = ui.until(lambda: (found := read())["total"]["clicks"] == 1 and found, "the click is counted")
    assert statistics["groups"][0]["key"] == counted_as, statistics
    _, response = ui.execute("getLinkQrCode", 200, id=link["id"], format="png", size=256)
    image = ui.one(".response-col_description img", response)
    ui.until(lambda: image.get_property("complete"), "the image is loaded")
    assert image.get_property("naturalWidth") == 256, image.get_property("naturalWidth")
    report = ui.answer("createReport", 202, {"tz": "Europe/Moscow"})
    assert report["state"] == "queued", report


def returns(ui):
    ui.reload()
    account = ui.answer("getAccount", 200)
    assert account["email"] == EMAIL, account
    ui.fill(ui.one(".operation-filter-input"), "Statistics")
    ui.until(lambda: not ui.all(".opblock[id$='-createLink']"), "operations of other groups disappear")
    ui.screenshot("filter")
    ui.assert_nothing_reported()


def main():
    target = ThreadingHTTPServer(("127.0.0.1", 0), Target)
    threading.Thread(target=target.serve_forever, daemon=True).start()
    start, counted_as = BROWSERS[BROWSER]
    browser = start(f"127.0.0.1:{target.server_port}")
    try:
        ui = SwaggerUi(browser)
        looks_around(ui)
        signs_in(ui)
        makes_a_link(ui, counted_as)
        returns(ui)
    finally:
        browser.quit()
    print("done")


main()
