//! Programs that go by themselves, and makers of previews. All words are in lower case; `^` stands for the beginning.

/// Who looks at a link for a chat or a feed, to show what is behind it.
pub(crate) const PREVIEWS: &[&str] = &[
    // Chats. Signal calls itself WhatsApp.
    "^whatsapp",
    "^signal",
    "^viber",
    "telegrambot",
    "facebookexternalhit",
    "facebot",
    "kakaotalk-scrap",
    "line-poker",
    "slackbot-linkexpanding",
    "slack-imgproxy",
    "discordbot",
    "skypeuripreview",
    "microsoftpreview",
    "mattermost-bot",
    "rocket.chat",
    "zulipurlpreview",
    "^synapse",
    "matrix-media-repo",
    "googlemessages",
    "snap url preview",
    "yahoo link preview",
    // Feeds.
    "twitterbot",
    "linkedinbot",
    "vkshare",
    "odklbot",
    "redditbot",
    "^tumblr/",
    "xing-contenttabreceiver",
    "bluesky cardyb",
    "mastodon/",
    "pleroma",
    "akkoma",
    "misskey",
    "^lemmy/",
    "friendica",
    "flipboardproxy",
    // Services that make previews for others.
    "iframely",
    "embedly",
    "opengraph",
    "link-preview",
    "linkpreview",
    "link preview",
    "notionembedder",
    "bingpreview",
    "google web preview",
    "yahoo:linkexpander",
];

/// Programs that call themselves a browser (`Mozilla/5.0 (X11; …`), and say only by one of these words that they are none. Those
/// that do not say `Mozilla` at all, that say `compatible;`, that give a way to reach their makers, or that say of a desktop what
/// no browser says there, are known without a list; and more words stand in [`CRAWLERS`].
pub(crate) const BOTS: &[&str] = &[
    // Browsers without a person in front of them.
    "headless",
    "phantomjs",
    "slimerjs",
    "puppeteer",
    "playwright",
    "selenium",
    "webdriver",
    "cypress/",
    "powershell",
    "lighthouse",
    "ptst/",
    "prerender",
    "rendertron",
    // Monitors.
    "pingdom",
    "uptime",
    "datadog",
    "newrelic",
    "site24x7",
    "statuscake",
    "gtmetrix",
    "checkly",
    "catchpoint",
    "dynatrace",
    "synthetic",
    "ruxit",
    "splunk",
    "ghost inspector",
    "debugbear",
    "brokenlinkcheck",
    // Office programs that look a link up before a browser opens it.
    "ms-office",
    "msoffice",
    // What any crawler may call itself.
    "crawl",
    "spider",
    "scrap",
    "robot",
    "inspector",
    "favicon",
    "-google",
    // Companies of artificial intelligence.
    "gptbot",
    "chatgpt-user",
    "oai-searchbot",
    "claudebot",
    "claude-",
    "anthropic",
    "perplexitybot",
    "perplexity-user",
    "bytespider",
    "tiktokspider",
    "ccbot",
    "amazonbot",
    "amzn-",
    "cohere-",
    "diffbot",
    "meta-external",
    "meta-webindexer",
    "facebookcatalog",
    "mistralai-",
    "duckassist",
    "youbot",
    "petalbot",
    "deepseekbot",
    // Search engines and what they look with.
    "googlebot",
    "googleother",
    "google-",
    "adsbot",
    "bingbot",
    "applebot",
    "baiduspider",
    "360spider",
    "haosouspider",
    "yisouspider",
    "sogou web spider",
    "yandexbot",
    "yandex.com/bots",
    "pinterestbot",
    "http:",
    "https:",
    "+http",
    "www.",
    "(at)",
    // Scanners.
    "zgrab",
    "masscan",
    "nuclei",
    "nmap",
    "nikto",
    "sqlmap",
    "wpscan",
    "censys",
    "leakix",
    "l9explore",
];

/// How those begin that a person looks at, besides [`OLD_PHONES`](crate::people::OLD_PHONES); nearly every browser calls itself
/// Mozilla.
pub(crate) const BROWSER_BEGINNINGS: &[&str] = &[
    "^mozilla/",
    "^opera/",
    "^ucweb/",
    "^lynx/",
    "^w3m/",
    "^links (",
    "^elinks/",
    "^dillo/",
    "^netsurf/",
];

/// Browsers that say `compatible;`, which they learned from Internet Explorer.
pub(crate) const COMPATIBLE_BROWSERS: &[&str] = &["msie ", "konqueror/", "opera", "iemobile"];

/// Words of crawlers that call themselves a browser, one a line, made by `scripts/crawlers.sh` from a list that is kept by others.
pub(crate) const CRAWLERS: &str = include_str!("crawlers.txt");

/// Words that end in `bot` and are none.
pub(crate) const NO_BOTS: &[&str] = &["cubot"];

/// Ends of host names, as crawlers give them away without a scheme.
pub(crate) const TOP_LEVEL_DOMAINS: &[&str] = &[
    "com", "org", "net", "io", "co", "ai", "dev", "app", "info", "eu", "de", "cz", "ru", "fr",
    "uk", "es", "it", "ch", "at", "nl", "pl", "jp", "cn",
];
