### The workbook of a report.

## The report and its sheets

workbook-title = Click report
workbook-all-links = All links
workbook-collection = Collection “{ $name }”
workbook-link-at = Link { $url }
workbook-titled-link = Link “{ $title }” – { $url }
# Names of sheets have at most 31 characters, without []:*?/\.
workbook-summary-sheet = Summary
workbook-links-sheet = Links
workbook-days-sheet = By day
workbook-breakdown-sheet = Sources and devices

## The heading of the summary

workbook-day = Day
workbook-first-day = First day
workbook-last-day = Last day
workbook-from = From
workbook-until = Until
workbook-zone = Time zone
workbook-created = Created

## The main figures

workbook-clicks = Clicks
workbook-visitors = Visitors
workbook-share = Share
workbook-date = Date
workbook-total = Total
workbook-change = Change in clicks
workbook-links = Links
workbook-busiest-day = Busiest day
# Precedes a number of the period before.
workbook-before = Period before:
# Precedes a number of clicks, signed or not.
workbook-difference = Clicks:
workbook-no-difference = No change
workbook-nothing-before = No clicks in the period before
# Precedes the number of links that were clicked.
workbook-clicked = Clicked:

## The lists and charts of the summary

workbook-top-links = Most clicked links
workbook-link = Link
workbook-link-title = Title
workbook-other-links = All other links
workbook-deleted-links = Links deleted since
workbook-clicks-by-day = Clicks by day
workbook-sources = Where clicks came from
workbook-source = Site
workbook-direct = Direct or unknown
workbook-other = Other sites
workbook-kinds = Who clicked
workbook-kind = Kind
workbook-people = People
workbook-bots = Bots
workbook-previews = Previews in chats and feeds

## The sheet of links

# The headers of the table, which are distinct.
workbook-column-slug = Short code
workbook-column-title = Title
workbook-column-share-url = Short link
workbook-column-tags = Tags
workbook-column-target = Target
workbook-column-state = State
workbook-column-collections = Collections
workbook-column-created = Created
workbook-column-expires = Expires
workbook-column-clicks = Clicks
workbook-column-visitors = Visitors
workbook-column-last-click = Last click
workbook-state-live = Active
workbook-state-expired = Expired
workbook-state-exhausted = Used up
workbook-state-disabled = Disabled
workbook-state-blocked = Blocked
workbook-state-deleted = Deleted
workbook-more-links =
    { $count ->
        [one] { NUMBER($count) } more link
       *[other] { NUMBER($count) } more links
    }

## The sheet of sources and devices

workbook-browser = Browser
workbook-system = Operating system
workbook-device = Device
workbook-language = Language
workbook-unknown = Unknown
workbook-device-desktop = Computer
workbook-device-mobile = Phone
workbook-device-tablet = Tablet
workbook-device-other = Other device
workbook-more-values = { NUMBER($count) } more

## Sentences

workbook-no-links = There are no links in this report yet. Create some to see here which of them are clicked most.
workbook-no-clicks = There were no clicks in this period. The links are on the next sheet.
workbook-about-counts = A click is counted each time a link is followed. A visitor is counted once a day (UTC) for each link, so visitors add up like clicks, and are not the number of different people.
workbook-bots-count = Clicks of bots and of previews in chats and feeds are counted as well.
workbook-bots-do-not-count = Clicks of bots and of previews in chats and feeds are not counted.
workbook-omitted = This file would be too large with all links. The sheet “{ workbook-links-sheet }” lists the { NUMBER($kept) } most clicked of { NUMBER($all) } links, and adds up the others in one row.

## Number formats of Excel

workbook-date-format = { "[$-409]d mmm yyyy" }
workbook-time-format = { "[$-409]d mmm yyyy hh:mm" }
workbook-axis-format = { "[$-409]d mmm" }

## Names of languages, by code

language-ar = Arabic
language-az = Azerbaijani
language-be = Belarusian
language-bg = Bulgarian
language-bn = Bengali
language-cs = Czech
language-da = Danish
language-de = German
language-el = Greek
language-en = English
language-es = Spanish
language-et = Estonian
language-fa = Persian
language-fi = Finnish
language-fr = French
language-he = Hebrew
language-hi = Hindi
language-hu = Hungarian
language-hy = Armenian
language-id = Indonesian
language-it = Italian
language-ja = Japanese
language-ka = Georgian
language-kk = Kazakh
language-ko = Korean
language-ky = Kyrgyz
language-lt = Lithuanian
language-lv = Latvian
language-nl = Dutch
language-no = Norwegian
language-pl = Polish
language-pt = Portuguese
language-ro = Romanian
language-ru = Russian
language-sv = Swedish
language-tr = Turkish
language-uk = Ukrainian
language-uz = Uzbek
language-vi = Vietnamese
language-zh = Chinese
