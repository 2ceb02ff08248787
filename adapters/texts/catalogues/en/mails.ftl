### The mails. A text of several lines is broken as here in plain text; in HTML it flows.

mail-greeting = Hello,
mail-button-help = If the button does not work, open this address in a browser:

## Verification of an address

mail-verification-subject = Verify your e-mail address
mail-verification-intro =
    An account was created with this e-mail address at { $host }, a URL
    shortener. To verify that the address is yours, open this link:
mail-verification-button = Verify the address
mail-verification-validity = The link works for 24 hours.
mail-verification-reason =
    You get this mail because the address was entered at registration. If you
    did not register, ignore this mail: without verification the account is
    deleted.

## Invitation

mail-invitation-subject = You are invited
mail-invitation-intro =
    You are invited to create an account at { $host }, a URL shortener. To
    create it, open this link:
mail-invitation-button = Create an account
mail-invitation-validity = The invitation works once, within 7 days, and for this e-mail address only.
mail-invitation-reason =
    You get this mail because the operator of { $host } invited your address. If
    you do not want an account, ignore this mail: none is created.

## Password reset

mail-password-reset-subject = Reset your password
mail-password-reset-intro =
    A new password was requested for your account at { $host }, a URL
    shortener. To set it, open this link:
mail-password-reset-button = Set a new password
mail-password-reset-validity = The link works once, within 1 hour.
mail-password-reset-reason =
    You get this mail because your e-mail address was entered in the request.
    If you did not request a new password, ignore this mail: your password stays
    unchanged.

## Change of address

mail-email-change-to-old-subject = Confirm the change of your e-mail address
mail-email-change-to-old-intro =
    Somebody who knows the password of your account at { $host }, a URL
    shortener, asked to change its e-mail address to
mail-email-change-to-old-confirm = To confirm the change, open this link:
mail-email-change-to-old-button = Confirm the change
mail-email-change-to-old-validity =
    The link works for 24 hours. The address changes when the link in the mail
    to the new address was used, too.
mail-email-change-to-old-reason =
    You get this mail because this is the address of the account. If you did
    not ask for the change, do not open the link, and change your password at
    once: somebody else knows it.

mail-email-change-to-new-subject = Confirm your new e-mail address
mail-email-change-to-new-intro =
    This e-mail address was entered as the new one of an account at { $host },
    a URL shortener. To confirm that the address is yours, open this link:
mail-email-change-to-new-button = Confirm the address
mail-email-change-to-new-validity =
    The link works for 24 hours. The address changes when the link in the mail
    to the old address was used, too.
mail-email-change-to-new-reason =
    You get this mail because the owner of an account entered your address. If
    that was not you, ignore this mail: nothing changes.

mail-email-changed-subject = Your e-mail address has changed
mail-email-changed-intro =
    The e-mail address of your account at { $host }, a URL shortener, has
    changed to
mail-email-changed-effect =
    Sign in with the new address from now on. Mails about the account are no
    longer sent to this one.
mail-email-changed-reason =
    You get this mail because this was the address of the account until now.
    If you did not confirm the change, tell the operator of { $host }.

## Test of the mail server

mail-test-subject = Test mail
mail-test-intro =
    This is a test mail of { $host }, a URL shortener. It arrived, so mails of
    the service arrive at this address:
mail-test-reason =
    You get this mail because the operator of { $host } entered your address in
    { $command }. Nothing is to be done.

## Abuse report, for the operator

mail-abuse-subject = A link was reported
mail-abuse-intro = Somebody reported a link of { $host }, a URL shortener:
mail-abuse-target = It leads to
mail-abuse-category = Category: { $category }
mail-abuse-reporter = Reporter: { $reporter }
mail-abuse-decide =
    This is report { $report }. Nobody has verified it, and what it says was written
    by a stranger. Further reports about this link are not mailed until this one
    is closed. To decide about it:

## Report

mail-report-title = Click report
mail-report-subject = Click report: { $subject }, { $period }
mail-report-intro = Here is your click report from { $host }, a URL shortener.
mail-report-all-links = All links
mail-report-collection = Collection “{ $name }”
mail-report-titled = “{ $title }” – { $url }
mail-report-clicks = Clicks
mail-report-visitors = Visitors
mail-report-links = Links
mail-report-changed = { $percent }% against the period before ({ $before })
mail-report-same = as many as in the period before
mail-report-nothing-before = no clicks in the period before
mail-report-top = Most clicked links
mail-report-no-links = There are no links in this report yet.
mail-report-no-clicks = There were no clicks in this period.
mail-report-file = The full report is in the attached file { $file }.
mail-report-omitted =
    { $links ->
        [one] The file would be too large with all links: it adds up the least clicked link in a row of its own.
       *[other] The file would be too large with all links: it adds up the { NUMBER($links) } least clicked links in one row.
    }
mail-report-ordered =
    You get this mail because this report was ordered from your account.
    If you did not order it, change your password: someone else may have
    access to your account.
mail-report-scheduled =
    You get this mail because your account has a schedule for this report.
    To delete the schedule, open this link:
mail-report-unsubscribe = Stop these reports
mail-report-validity =
    The link works without signing in, for as long as the schedule exists.
    If you did not create the schedule, change your password as well:
    someone else may have access to your account.
