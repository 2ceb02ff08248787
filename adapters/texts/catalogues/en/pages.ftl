### The pages for people.

## What surrounds every page

frame-skip = Skip to the content
frame-menu = Menu
frame-docs = API
frame-terms = Terms
frame-language = Language
frame-theme = Colors
frame-choose = Apply
theme-system = As the system
theme-light = Light
theme-dark = Dark
menu-overview = Overview
menu-links = Links
menu-collections = Collections
menu-reports = Reports
menu-account = Account
menu-admin = Administration
menu-sign-in = Sign in
menu-sign-up = Sign up
menu-sign-out = Sign out

## The home page

home-title = Short links
home-heading = Make a short link
home-url = Address to shorten
home-shorten = Shorten
home-closed = Sign in to make short links.
home-first = Paste a long address and get a short one that redirects to it.
home-second = Everybody can see where a short link leads: add + to it.
home-third = With an account, you see how often your links are followed, change where they lead, and get reports by mail.
made-label = Your short link
made-leads-to = leads to
made-copy = Copy
made-copied = Copied
made-qr = QR code of the short link

## Where a short link leads

preview-title = Where this link leads
preview-heading = This short link leads to
preview-short = Short link
preview-target = Address
preview-created = Created
preview-go = Go there
preview-report = Report abuse

## Accounts

field-email = E-mail address
field-password = Password
field-new-password = New password
field-current-password = Current password
sign-in-title = Sign in
sign-in-forgotten = Forgot your password?
sign-in-resend = Send the verification mail again
sign-up-title = Sign up
sign-up-known = I have an account
sign-up-closed = Nobody can sign up here at the moment.
sign-up-invite = Signing up takes an invitation. Open the link in the invitation mail.
sign-up-sent-title = Check your mail
sign-up-sent = A mail is on its way to { $email }. Open the link in it within 24 hours to verify the address; then you can sign in.
reset-title = Forgotten password
reset-about = Enter your address, and a mail with a link to set a new password is sent to it.
reset-send = Send the mail
reset-sent-title = Check your mail
reset-sent = If { $email } has an account, a mail with a link is on its way. The link works for an hour.
new-password-title = New password
new-password-set = Set the password

## What happened

notice-signed-out = You are signed out.
notice-registered = Your account is ready. Sign in.
notice-password-changed = The password is changed, and all other sessions have ended.
notice-email-requested = Mails are on their way to both addresses. Confirm the change by the links in them within 24 hours.
notice-email-withdrawn = The change of the address is withdrawn.
notice-session-ended = The session has ended.
notice-signed-out-everywhere = You are signed out everywhere.
notice-account-deleted = Your account is deleted.
notice-key-deleted = The API key is deleted.
notice-password-set = The password is set, and all sessions have ended. Sign in.
notice-collection-created = The collection is ready.
notice-collection-deleted = The collection is deleted.
notice-link-removed = The link is no longer in this collection.
notice-restored = The link is restored.
notice-report-ordered = The report is ordered, and is mailed to you once it is ready.
notice-schedule-created = The reports are mailed to you from now on.
notice-schedule-ended = These reports are no longer mailed. To get them again, send the form of a regular report: it is filled in.

## Errors

problem-title = That did not work
problem-title-403 = Not allowed
problem-title-404 = Not found
problem-title-410 = No longer available
problem-title-429 = Too many requests
problem-title-451 = Unavailable for legal reasons
problem-title-500 = Something went wrong
problem-title-503 = Not available right now
problem-help = Go back and try again.
problem-help-404 = Check the address: upper and lower case matter in short links.
problem-help-gone = Ask whoever gave you the link for another one.
problem-help-429 = Wait a moment, and try again.
problem-help-5xx = Try again in a moment. If it keeps happening, tell the operator the request id.
problem-id = Request id
problem-not-found = There is nothing at this address.
problem-gone = This link is no longer available.
problem-link-disabled = This link is disabled.
problem-link-blocked = This link is blocked, because it may do harm.
problem-rate-limited = Too many requests from your network or account.
problem-unavailable = The service is not available right now.
problem-internal = The service failed.
problem-invalid-credentials = The e-mail address or the password is wrong.
problem-email-not-verified = The e-mail address is not verified yet. Open the link in the verification mail.
problem-account-disabled = This account is disabled. Ask the operator of the service.
problem-email-taken = This e-mail address already has an account.
problem-registration-closed = Nobody can sign up here at the moment.
problem-invitation-required = Signing up takes an invitation. Open the link in the invitation mail.
problem-invitation-invalid = The invitation is used, expired, or of another address.
problem-invitation-not-found = This invitation is used, replaced or expired. Ask for a new one.
problem-email-change-token-invalid = This link is wrong, replaced or expired. Request the change of the address again.
problem-wrong-password = This is not your password.
problem-last-administrator = You are the only administrator. Make somebody else an administrator first.
problem-key-limit-reached = You have too many API keys. Delete some first.
problem-reset-token-invalid = This link is used or expired. Request a new mail.
problem-precondition-failed = This has changed in the meantime. Open the page again, and repeat your change.
problem-name-taken = You already have a collection with this name.
problem-collection-limit-reached = You have too many collections. Delete some first.
problem-schedule-limit-reached = You have too many regular reports. Switch some off first.
problem-slug-taken = This short code is taken.
problem-link-limit-reached = You have too many links. Delete some first.
problem-foreign-origin = Another site sent this form. Open the page here, and send it again.
problem-method-not-allowed = This page cannot do that.

## The rules of fields

rule-email = An e-mail address such as ann@example.com.
rule-password = 8 to 256 characters, with at least one upper-case letter, one lower-case letter and one digit.
rule-new-password = 8 to 256 characters, with at least one upper-case letter, one lower-case letter and one digit.
rule-new-email = An e-mail address such as ann@example.com, of a domain that may be used here.
rule-time-zone = A time zone such as Europe/Moscow.
rule-name = One line of 1 to 100 characters.
rule-scopes = At least one.
rule-url = A web address such as https://example.com, of at most 2,048 bytes, and not of this service.
rule-slug = 1 to 64 letters, digits, - and _. Empty for a random one.
rule-tags = Up to 20 tags, separated by commas.
rule-title = One line of at most 255 characters.
rule-expires-at = A date and a time in the future.
rule-max-clicks = A whole number from 1 to 1,000,000,000.
rule-fallback-url = A web address such as https://example.com, and not of this service.
rule-description = At most 1,000 characters.
rule-from = A date such as 2026-11-27, at most ten years before the last day.
rule-to = A date such as 2026-11-27, not before the first day.
rule-hour = An hour from 0 to 23.
rule-language = One of the languages of the list.
rule-scope = One of the choices of the list.
rule-collection-id = One of your collections.
rule-link-id = One of your links.
rule-redirect-status = A permanent redirect cannot be combined with an end or a limit.

## The list of links

links-title = Links
links-search = Search
links-new = New link
links-trash = Trash
links-states = State
links-all = All
links-select = Select
links-link = Link
links-tags = Tags
links-recent = 30 days
links-clicks = Clicks
links-state = State
links-none = No links yet. Make the first one.
links-none-found = No link matches.
state-live = live
state-expired = expired
state-exhausted = exhausted
state-disabled = disabled
state-blocked = blocked
state-deleted = deleted
bulk-selected = With the selected links
bulk-tag = add a tag
bulk-untag = remove a tag
bulk-collect = put into a collection
bulk-expire = end now
bulk-delete = move to the trash
bulk-tag-name = Tag
bulk-collection = Collection
bulk-apply = Apply
page-next = Next page
notice-links-collected = The links are in the collection.
notice-links-unchanged = Nothing was changed.
notice-links-changed = The links are changed.
notice-links-deleted = The links are in the trash for 30 days.
notice-links-partly = Some of the links were not changed.
notice-created = Your short link is ready.
notice-saved = Saved.
notice-deleted = Moved to the trash.

## A link

new-link-title = New link
link-url = Address
link-more = More settings
link-slug = Short code
link-namespace = The code is
link-personal = mine alone; the link ends in ?u= and my number
link-global = for everybody, if nobody has it
link-title = Title
link-tags = Tags
link-expires = Ends
link-zone = Time zone: { $zone }
link-limit = Ends after so many clicks
link-fallback = Afterwards it leads to
link-fallback-about = Without an address, an ended link shows that it is no longer available.
link-redirect = Redirect
redirect-307 = 307, temporary
redirect-302 = 302, temporary
redirect-301 = 301, permanent
redirect-308 = 308, permanent
link-forwarding = Parameters of whoever follows the link
forwarding-default = as the account says
forwarding-off = are dropped
forwarding-append = are added
forwarding-override = replace those of the address
link-campaign = Campaign
link-campaign-about = These parameters become part of the address.
link-settings = Settings
link-save = Save
link-delete = Delete
link-delete-sure = Really delete?
link-qr-svg = QR code as SVG
link-qr-png = QR code as PNG

## Statistics

statistics-title = Clicks
statistics-period = Period
statistics-from = From
statistics-to = to
statistics-show = Show
period-24h = 24 hours
period-7d = 7 days
period-30d = 30 days
period-12m = 12 months
statistics-people = Clicks of people
statistics-visitors = Visitors
statistics-programs = Clicks of programs
statistics-when = When
statistics-as-table = The numbers as a table
statistics-csv = The numbers as CSV
statistics-referrers = Sources
statistics-browsers = Browsers
statistics-systems = Systems
statistics-devices = Devices
statistics-languages = Languages
statistics-other = Others
statistics-direct = Direct
statistics-unknown = Unknown
statistics-none = No clicks of people in this period.
statistics-sentence =
    { $people ->
        [one] { NUMBER($people) } click
       *[other] { NUMBER($people) } clicks
    } of people, { $visitors ->
        [one] { NUMBER($visitors) } visitor
       *[other] { NUMBER($visitors) } visitors
    }; most on { $when }: { NUMBER($most) }.
statistics-bar = { $when }: { NUMBER($people) } of people, { NUMBER($programs) } of programs

## The account

account-title = Account
account-menu = Sections of the account
account-settings = Settings
account-email-pending = The address changes to { $email } once you have confirmed that by the links in the mails to both addresses. They work for 24 hours.
account-email-withdraw = Withdraw the change
account-email-about = A link to confirm the change is mailed to your address and to the new one. Then all sessions end, and you sign in with the new address.
account-new-email = New e-mail address
account-email-change = Change the address
account-password-about = All other sessions end, also those of programs that signed in with the password. API keys continue to work.
account-password-change = Change the password
account-language-about = Of pages, mails and reports.
account-zone = Time zone
account-zone-about = For times on pages, statistics and new reports. An empty field means UTC.
account-zone-here = As in this browser
account-forwarding-about = For new links that do not say otherwise.
account-bookmarklet = Bookmarklet
account-bookmarklet-about = Drag this link to the bookmarks of your browser. On any page, it then opens the form of a new link with the address of that page.
account-bookmarklet-name = Shorten this page
account-export = Your data
account-export-about = All data of your account in one JSON file: settings, sessions, API keys without their secrets, collections, reports, links and their clicks.
account-export-download = Download
account-delete = Delete the account
account-delete-about = The account is deleted permanently, with its links, collections, reports and API keys. Its short links no longer lead anywhere. Download your data first.
account-delete-sure = Really delete everything?
email-change-about = The e-mail address of an account is to change, and this link was mailed to one of the two addresses. Confirm only a change that you requested yourself.
email-change-confirm = Confirm the change
sure-back = Go back

## Sessions of browsers

sessions-title = Sessions
sessions-about = You are signed in in these browsers. A session ends 14 days after it was last used, and after 90 days at the latest.
sessions-browser = Browser
sessions-started = Signed in
sessions-seen = Last used
sessions-unknown = Unknown browser
sessions-this = this browser
sessions-end = Sign out
sessions-everywhere = Sign out everywhere
sessions-everywhere-about = All sessions end, in this browser too, and so do those of programs that signed in with the password.
sessions-everywhere-keys = Also delete all API keys
sessions-everywhere-sure = Really sign out everywhere?
sessions-keys-sure = All sessions end, and all API keys are deleted permanently: programs that use them are refused at once.

## API keys

keys-title = API keys
keys-about = With an API key, a program acts for you, within the limits that you choose. What it can do is described here:
keys-none = No API keys yet.
keys-name = Name
keys-prefix = Begins with
keys-scopes = What it allows
keys-ends = Ends
keys-ends-about = With an empty field the key works until you delete it.
keys-endless = no end
keys-unused = never
keys-delete = Delete
keys-delete-title = Delete an API key
keys-delete-sure = Programs that use the key “{ $name }” are refused at once. A deleted key cannot be restored.
keys-new = New API key
keys-create = Create the key
keys-made = Your new API key
keys-made-about = Copy it now: it is not shown again. Keep it like a password.
scope-links-read = Read and export links, tags, collections and the trash
scope-links-write = Create, change, delete and import links, and read them
scope-stats-read = Read statistics
scope-reports = Order and read reports, and manage their schedules

## The overview

overview-people =
    { $people ->
        [one] { NUMBER($people) } click
       *[other] { NUMBER($people) } clicks
    } of people in the last 7 days
overview-none = Nobody followed your links in the last 14 days.
overview-first = { overview-people }, and none in the 7 days before.
overview-same = { overview-people }, about as many as in the 7 days before.
overview-more = { overview-people }, { NUMBER($percent) }% more than in the 7 days before.
overview-fewer = { overview-people }, { NUMBER($percent) }% fewer than in the 7 days before.
overview-legend = Each day has two bars: on the left the same day a week before, on the right the day itself. The lower part is people, the upper part programs.
overview-week-before = A week before
overview-top = Top links
overview-next-report = The next report is mailed on { $when }.
overview-no-report = No regular report is ordered.
overview-all-links = All links
overview-first-link = Once people follow your links, you see here how often.
overview-own-code = Choose the short code yourself

## The trash

trash-about = Deleted links stay here for 30 days. A restored link leads to its address again, with all its settings and clicks.
trash-none = The trash is empty.
trash-deleted = Deleted
trash-left = Removed in
trash-days =
    { $days ->
        [one] { NUMBER($days) } day
       *[other] { NUMBER($days) } days
    }
trash-restore = Restore

## Collections

collections-none = No collections yet.
collections-name = Name
collections-description = Description
collections-new = New collection
collections-create = Create the collection
collections-empty = No links yet. Select some in the list of links, and put them into this collection:
collections-remove = Remove
collections-delete = Delete the collection
collections-delete-about = A deleted collection cannot be restored. Its links stay, unless you move them to the trash.
collections-delete-links = Also move its links to the trash
collections-delete-sure = The collection “{ $name }” is deleted permanently. Its links stay.
collections-delete-links-sure = The collection “{ $name }” is deleted permanently, and its links are moved to the trash for 30 days.

## Reports

reports-about = A report is an Excel workbook with the clicks of a period. It is mailed to you.
reports-schedules = Regular reports
reports-no-schedules = No regular reports yet.
reports-subject = Links
reports-when = How often
reports-next = Next report
reports-end = Switch off
reports-end-sure = Really switch off?
reports-new-schedule = New regular report
reports-every-day = every day
reports-every-week = every Monday
reports-every-month = on the first of every month
reports-frequency-about = A report covers the day, the week or the month before.
reports-hour = Time of day
reports-programs = Include the clicks of programs
reports-create-schedule = Mail regularly
reports-order = Order a report
reports-order-about = The report is mailed once, as soon as it is ready.
reports-from = First day
reports-to = Last day
reports-list = Ordered reports
reports-none = No reports in the last 90 days.
reports-ordered = Ordered
reports-queued = waiting
reports-running = in progress
reports-sent = sent
reports-failed = failed
reports-all = All links
reports-gone = Deleted since
reports-daily = Every day at { $time } ({ $zone })
reports-weekly = Every Monday at { $time } ({ $zone })
reports-monthly = On the first of every month at { $time } ({ $zone })

## Shared statistics

share-title = Share the statistics
share-about = Create a secret link to these numbers. Whoever has it sees them without an account; it shows neither you nor the target.
share-create = Create a secret link
share-url = Secret link
share-url-about = Whoever has it sees these numbers without an account, until you end the share.
share-open = Open
share-end = End the share
share-end-sure = The secret link stops working for everybody. If you share the statistics again, there is another link.
notice-shared = The statistics are shared.
notice-share-ended = The statistics are no longer shared.
shared-title = Clicks: { $name }
shared-about = These numbers are shared with whoever has the address of this page.
shared-zone = Time zone

## Reporting abuse

abuse-title = Report a short link
abuse-about = Tell the operator of this service about a short link that does harm. You need no account.
abuse-category = What is wrong with it?
abuse-phishing = Phishing
abuse-phishing-about = It imitates somebody to get passwords or money.
abuse-malware = Malware
abuse-malware-about = It leads to malicious software.
abuse-spam = Spam
abuse-spam-about = It is sent to people who did not ask for it.
abuse-illegal = Illegal content
abuse-illegal-about = It leads to what the law forbids.
abuse-other = Something else
abuse-other-about = Say below what it is.
abuse-text = What do you know about it?
abuse-text-about = For example how you received the link. At most 2,000 characters, and you may leave it empty.
abuse-email = Your e-mail address
abuse-email-about = Only if you want an answer. The operator alone sees it, and it is deleted 90 days after the report is closed.
abuse-send = Report
abuse-sent-title = Thank you for your report
abuse-sent = The operator of the service will look at the link, and block or delete it if it does harm. If you left your e-mail address, they can answer you.
rule-short-url = A short link of this service, complete as you received it.
rule-category = One of these.
rule-text = At most 2,000 characters.

## Administration

admin-menu = Sections of the administration
admin-overview = Overview
admin-users = Users
admin-links = All links
admin-abuse-reports = Abuse reports
admin-invitations = Invitations
admin-jobs = Jobs
admin-audit-log = Audit log
admin-id = Number
admin-number = How many
admin-health = How the service is
admin-database = Database
admin-database-ready = ready
admin-database-damaged = damaged: it can be read, but nothing can be changed until it is repaired
admin-database-unavailable = cannot be used at the moment
admin-open-reports = Open abuse reports
admin-oldest-job = Oldest job to be done
admin-no-job = none
admin-doctor = The command korotko doctor examines everything else: configuration, disk, mail server, clock and proxies.
admin-recent-acts = What was done last
rule-q = At most 200 characters.

## The users, for administrators

admin-users-search = Search users by address
admin-users-none = No user matches.
admin-administrators = Administrators
admin-administrator = administrator
admin-ordinary-user = ordinary user
admin-unverified = Not verified
admin-disabled = Disabled
admin-registered = Registered
admin-verified = Address verified
admin-disabled-since = Disabled since
admin-role = Role
user-enabled = enabled
user-unverified = not verified
user-disabled = disabled, links continue
user-disabled-links = disabled with all links
admin-user-audit = What this user did as an administrator, and what was done with the account
admin-user-verify = Verify the address
admin-user-verify-about = Verify the address without a mail only if you know that it belongs to this user.
admin-user-enable = Enable the user
admin-user-enable-about = The user can sign in again, and all their links lead to their addresses again. API keys that were deleted stay deleted.
admin-user-disable = Disable the user
admin-user-disable-about = All sessions end, all API keys are deleted, and the user cannot sign in until they are enabled.
admin-user-disable-sure = Really disable?
admin-user-links = Links of the disabled user
admin-user-their-links = Their links
admin-user-links-disable = become disabled
admin-user-links-keep = continue to lead to their addresses
admin-user-promote = Make an administrator
admin-user-promote-about = An administrator can do everything on these pages, and make others administrators.
admin-user-promote-sure = Really give all rights?
admin-user-demote = Make an ordinary user
admin-user-demote-about = These pages no longer exist for the user, at once. Their own links stay.
admin-user-demote-sure = Really take the rights away?
admin-user-delete = Delete the user
admin-user-delete-about = The account is deleted permanently, with its links, collections, reports and API keys. To stop somebody for a while, disable them.
admin-user-delete-sure = The account { $email } is deleted permanently, with its links, collections, reports and API keys. Its short links no longer lead anywhere.
rule-links = One of these.
notice-user-disabled = The user is disabled.
notice-user-enabled = The user is enabled.
notice-user-verified = The address is verified.
notice-user-promoted = The user is an administrator.
notice-user-demoted = The user is no longer an administrator.
notice-user-deleted = The user is deleted.

## The links of everybody, for administrators

admin-links-search = Search the links of everybody
admin-links-about = Short link, address, title or tag
admin-links-anonymous = Without an owner
admin-links-none = There are no links yet.
admin-owner = Owner
admin-no-owner = nobody
admin-block = Blocked
block-operator = by an administrator
block-legal = because a legal demand requires it
block-list = because its host is on a list of blocked hosts
admin-link-block = Block the link
admin-link-block-again = Block the link for another reason
admin-link-block-about = The link stays as it is, but leads nowhere until it is unblocked. Its owner can neither lift the block nor give the short code to another link.
admin-block-reason = Reason
admin-block-reason-about = The owner sees it; with a legal demand, so does everybody who follows the link.
admin-block-legal = A legal demand requires it: the answer is 451, with the reason
admin-link-unblock = Unblock the link
admin-link-unblock-about = The link leads to its address again, unless it has ended or is disabled.
admin-link-delete = Delete the link
admin-link-delete-about = The short code answers that the link is no longer available. The owner cannot restore it.
admin-link-delete-sure = The link { $link } is deleted. Neither its owner nor you can restore it.
admin-link-gone = This link is deleted. There is nothing left to block or delete.
problem-blocked-by-list = This link is blocked because its host is on a list of blocked hosts. Remove the host there.
problem-search-too-broad = This search takes too long. Search for a longer text, or filter the list.
rule-reason = One line of 1 to 500 characters.
notice-link-blocked = The link is blocked.
notice-link-unblocked = The link is unblocked.
notice-link-taken-down = The link is deleted.

## Abuse reports, for administrators

admin-abuse-report = Abuse report
admin-abuse-none = No abuse reports.
abuse-open = Open
abuse-closed = Closed
abuse-undecided = open
abuse-upheld = upheld
abuse-dismissed = dismissed
admin-abuse-reported = Reported
admin-abuse-decision = Decision
admin-abuse-reporter = Reporter
admin-abuse-reporter-about = (not verified)
admin-abuse-anonymous = wants no answer
admin-abuse-close = Close the report
admin-abuse-close-about = This closes all open reports about the same link, and does not change the link: block or delete it below first.
admin-abuse-uphold = Upheld: something was done
admin-abuse-dismiss = Dismissed: nothing has to be done
admin-abuse-link = The link
rule-outcome = One of these decisions.
notice-abuse-report-closed = The abuse report is closed.

## Invitations

invitations-about = Whoever is invited can register once within seven days, with the invited address alone.
invitations-none = No invitation is waiting.
invitations-sent = Invited
invitations-expires = Expires
invitations-delete = Withdraw
invitations-delete-sure = Really withdraw?
invitations-new = Invite somebody
invitations-language = Language of the mail
invitations-send = Send the invitation
invitations-closed = Registration is closed, also for invited people. The operator can change that (--registration invite).
notice-invited = The invitation is on its way.
notice-invitation-deleted = The invitation no longer works.

## Jobs

jobs-about = Jobs are work that is done a moment later, such as mails. Those that are done are kept for 7 days, those that failed until they are retried.
jobs-none = No jobs.
jobs-left = To be done
jobs-attempts = Attempts
jobs-retry = Retry
job-waiting = waiting
job-running = running
job-done = done
job-failed = failed
job-send-verification = Mail to verify an address
job-send-invitation = Mail with an invitation
job-send-password-reset = Mail for a new password
job-send-email-change-to-old = Mail about a change of address, to the old one
job-send-email-change-to-new = Mail about a change of address, to the new one
job-send-email-changed = Mail after a change of address
job-send-report = Report
job-send-abuse-report = Mail with an abuse report
problem-report-already-queued = The same report is waiting already.
notice-job-retried = The job is due again.

## The audit log

audit-about = What administrators did, here, by the API and on the command line. Entries are kept for 400 days.
audit-none = Nothing yet.
audit-when = When
audit-actor = Who
audit-act = What
audit-subject = Whom or what
audit-command-line = command line
act-user-promote = made an administrator
act-user-demote = made an ordinary user
act-user-disable = disabled
act-user-enable = enabled
act-user-verify = address verified
act-user-delete = user deleted
act-invitation-create = invited
act-invitation-delete = invitation withdrawn
act-link-delete = link deleted
act-link-block = link blocked
act-link-unblock = link unblocked
act-key-delete = API key deleted
act-keys-delete = all API keys deleted
act-abuse-report-close = abuse report closed
act-job-retry = job retried
subject-user = User
subject-invitation = Invitation
subject-link = Link
subject-key = API key
subject-abuse-report = Abuse report
subject-job = Job
