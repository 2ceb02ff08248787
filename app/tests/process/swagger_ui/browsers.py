"""Debian's browsers, each driven by its own WebDriver. HTTP to other hosts than this one goes to a proxy."""

import shutil

from selenium import webdriver
from selenium.webdriver.common.proxy import Proxy

SIZE = (1280, 900)
# The default one says "HeadlessChrome", which is a bot.
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"


def proxied(options, proxy):
    options.proxy = Proxy({"proxyType": "manual", "httpProxy": proxy, "noProxy": ["localhost"]})
    return options


def chromium(proxy):
    options = proxied(webdriver.ChromeOptions(), proxy)
    options.binary_location = shutil.which("chromium")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    for argument in [
        "--headless=new",
        # Root may not use the sandbox.
        "--no-sandbox",
        # The shared memory of a container is small.
        "--disable-dev-shm-usage",
        "--disable-features=HttpsUpgrades",
        "--lang=en-US",
        f"--user-agent={CHROME}",
        f"--window-size={SIZE[0]},{SIZE[1]}",
    ]:
        options.add_argument(argument)
    return webdriver.Chrome(options, webdriver.ChromeService(shutil.which("chromedriver")))


def firefox(proxy):
    options = proxied(webdriver.FirefoxOptions(), proxy)
    options.binary_location = shutil.which("firefox-esr")
    for argument in ["-headless", f"--width={SIZE[0]}", f"--height={SIZE[1]}"]:
        options.add_argument(argument)
    options.set_preference("dom.security.https_first", False)
    return webdriver.Firefox(options, webdriver.FirefoxService(shutil.which("geckodriver")))


def webkit(proxy):
    """WebKitGTK's MiniBrowser, the default of its driver; needs a display."""
    options = proxied(webdriver.WebKitGTKOptions(), proxy)
    return webdriver.WebKitGTK(options, service=webdriver.WebKitGTKService(shutil.which("WebKitWebDriver")))


# With the name by which Korotko counts their clicks.
BROWSERS = {"chromium": (chromium, "Chrome"), "firefox": (firefox, "Firefox"), "webkit": (webkit, "Safari")}
