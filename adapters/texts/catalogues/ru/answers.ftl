### What the API answers to the links in mails, for people who open them in a browser. The English sentences are also in its JSON.

answer-link-title = Ваш адрес электронной почты

## Verification of an address

answer-verification-done = Адрес электронной почты подтверждён. Теперь вы можете войти.
answer-verification-done-before = Адрес электронной почты уже подтверждён.
answer-verification-head = Откройте эту ссылку методом GET, чтобы подтвердить адрес.
answer-verification-expired = Срок действия этой ссылки истёк. Запросите новое письмо или зарегистрируйтесь ещё раз.
answer-verification-no-account = Учётной записи с этим адресом электронной почты нет.
answer-verification-invalid = Эта ссылка неполная, поддельная или недействительная. Запросите новое письмо.

## Change of address

answer-email-change-confirmed = Изменение подтверждено с этого адреса. Теперь откройте ссылку в письме на другой адрес.
answer-email-change-confirmed-before = Изменение уже подтверждено с этого адреса.
answer-email-change-done = Адрес электронной почты учётной записи изменён. Войдите с новым адресом.
answer-email-change-head = Откройте эту ссылку методом GET, чтобы подтвердить изменение адреса.
answer-email-change-taken = У этого адреса электронной почты уже есть учётная запись.
answer-email-change-invalid = Эта ссылка недействительна, заменена или просрочена. Запросите изменение адреса ещё раз.

## Invitation

answer-invitation-about = Вас приглашают создать учётную запись с адресом электронной почты { $email }. Приглашение действует один раз, до { $until }.
answer-invitation-register = Чтобы зарегистрироваться, отправьте этот адрес, пароль и приглашение, указанное ниже, операцией { $operation }.
answer-invitation-terms = Условия использования сервиса: { $url }
answer-invitation-closed = Регистрация закрыта, в том числе для приглашённых.
answer-invitation-invalid = Это приглашение недействительно, использовано или просрочено. Попросите новое.

## The end of a schedule

answer-unsubscribe-question = Больше не присылать эти отчёты?
answer-unsubscribe-button = Отписаться
answer-unsubscribe-done = Вы отписались. Эти отчёты больше не приходят.
answer-unsubscribe-invalid = Эта ссылка недействительна.
