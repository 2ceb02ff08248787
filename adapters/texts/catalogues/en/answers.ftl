### What the API answers to the links in mails, for people who open them in a browser. The English sentences are also in its JSON.

answer-link-title = Your e-mail address

## Verification of an address

answer-verification-done = The e-mail address is verified. You can sign in now.
answer-verification-done-before = The e-mail address is already verified.
answer-verification-head = Open this link with GET to verify the e-mail address.
answer-verification-expired = This verification link has expired; request a new mail or register again.
answer-verification-no-account = No account with this e-mail address.
answer-verification-invalid = This verification link is invalid or expired; request a new mail.

## Change of address

answer-email-change-confirmed = The change is confirmed by this address. Now open the link in the mail to the other address.
answer-email-change-confirmed-before = The change is already confirmed by this address.
answer-email-change-done = The e-mail address of the account has changed. Sign in with the new address.
answer-email-change-head = Open this link with GET to confirm the change of the e-mail address.
answer-email-change-taken = This e-mail address already has an account.
answer-email-change-invalid = This link is invalid, replaced or expired; request the change of the address again.

## Invitation

answer-invitation-about = You are invited to create an account with the e-mail address { $email }. The invitation works once, until { $until }.
answer-invitation-register = To register, send this address, a password and the invitation below with { $operation }.
answer-invitation-terms = Terms of this service: { $url }
answer-invitation-closed = Registration is closed, also for invited people.
answer-invitation-invalid = This invitation is invalid, used or expired; ask for a new one.

## The end of a schedule

answer-unsubscribe-question = Stop sending these reports?
answer-unsubscribe-button = Unsubscribe
answer-unsubscribe-done = You have unsubscribed. These reports are no longer sent.
answer-unsubscribe-invalid = The unsubscribe link is invalid.
