### The pages for people.

## What surrounds every page

frame-skip = Перейти к содержанию
frame-menu = Меню
frame-docs = API
frame-terms = Условия
frame-language = Язык
frame-theme = Цвета
frame-choose = Применить
theme-system = Как в системе
theme-light = Светлые
theme-dark = Тёмные
menu-overview = Обзор
menu-links = Ссылки
menu-collections = Подборки
menu-reports = Отчёты
menu-account = Учётная запись
menu-admin = Управление
menu-sign-in = Войти
menu-sign-up = Зарегистрироваться
menu-sign-out = Выйти

## The home page

home-title = Короткие ссылки
home-heading = Сократите ссылку
home-url = Адрес, который нужно сократить
home-shorten = Сократить
home-closed = Войдите, чтобы сокращать ссылки.
home-first = Вставьте длинный адрес и получите короткий, который на него перенаправляет.
home-second = Каждый может узнать, куда ведёт короткая ссылка: добавьте к ней +.
home-third = С учётной записью вы видите, как часто переходят по вашим ссылкам, меняете, куда они ведут, и получаете отчёты по почте.
made-label = Ваша короткая ссылка
made-leads-to = ведёт на
made-copy = Скопировать
made-copied = Скопировано
made-qr = QR-код короткой ссылки

## Where a short link leads

preview-title = Куда ведёт эта ссылка
preview-heading = Эта короткая ссылка ведёт на
preview-short = Короткая ссылка
preview-target = Адрес
preview-created = Создана
preview-go = Перейти
preview-report = Пожаловаться

## Accounts

field-email = Адрес электронной почты
field-password = Пароль
field-new-password = Новый пароль
field-current-password = Текущий пароль
sign-in-title = Вход
sign-in-forgotten = Забыли пароль?
sign-in-resend = Отправить письмо для подтверждения ещё раз
sign-up-title = Регистрация
sign-up-known = У меня есть учётная запись
sign-up-closed = Сейчас зарегистрироваться нельзя.
sign-up-invite = Зарегистрироваться можно только по приглашению. Откройте ссылку из письма с приглашением.
sign-up-sent-title = Проверьте почту
sign-up-sent = Письмо на адрес { $email } отправлено. Откройте ссылку из него в течение 24 часов, чтобы подтвердить адрес; после этого можно войти.
reset-title = Забытый пароль
reset-about = Укажите свой адрес, и на него придёт письмо со ссылкой, по которой можно задать новый пароль.
reset-send = Отправить письмо
reset-sent-title = Проверьте почту
reset-sent = Если у адреса { $email } есть учётная запись, письмо со ссылкой отправлено. Ссылка действует час.
new-password-title = Новый пароль
new-password-set = Задать пароль

## What happened

notice-signed-out = Вы вышли.
notice-registered = Учётная запись готова. Войдите.
notice-password-changed = Пароль изменён, остальные сеансы завершены.
notice-email-requested = Письма на оба адреса отправлены. Подтвердите изменение по ссылкам из них в течение 24 часов.
notice-email-withdrawn = Изменение адреса отменено.
notice-session-ended = Сеанс завершён.
notice-signed-out-everywhere = Вы вышли везде.
notice-account-deleted = Ваша учётная запись удалена.
notice-key-deleted = Ключ API удалён.
notice-password-set = Пароль задан, все сеансы завершены. Войдите.
notice-collection-created = Подборка готова.
notice-collection-deleted = Подборка удалена.
notice-link-removed = Ссылки больше нет в этой подборке.
notice-restored = Ссылка восстановлена.
notice-report-ordered = Отчёт заказан и придёт по почте, когда будет готов.
notice-schedule-created = Теперь отчёты будут приходить по почте.
notice-schedule-ended = Эти отчёты больше не приходят. Чтобы получать их снова, отправьте форму регулярного отчёта: она уже заполнена.

## Errors

problem-title = Не получилось
problem-title-403 = Нельзя
problem-title-404 = Не найдено
problem-title-410 = Больше не доступно
problem-title-429 = Слишком много запросов
problem-title-451 = Недоступно по требованию закона
problem-title-500 = Что-то сломалось
problem-title-503 = Сейчас недоступно
problem-help = Вернитесь и попробуйте ещё раз.
problem-help-404 = Проверьте адрес: в коротких ссылках важны прописные и строчные буквы.
problem-help-gone = Попросите другую ссылку у того, кто дал вам эту.
problem-help-429 = Подождите немного и попробуйте ещё раз.
problem-help-5xx = Попробуйте ещё раз через минуту. Если не помогает, сообщите владельцу сервиса номер запроса.
problem-id = Номер запроса
problem-not-found = По этому адресу ничего нет.
problem-gone = Этой ссылки больше нет.
problem-link-disabled = Эта ссылка отключена.
problem-link-blocked = Эта ссылка заблокирована: она может навредить.
problem-rate-limited = Слишком много запросов из вашей сети или от вашей учётной записи.
problem-unavailable = Сервис сейчас недоступен.
problem-internal = В сервисе произошла ошибка.
problem-invalid-credentials = Неверный адрес электронной почты или пароль.
problem-email-not-verified = Адрес электронной почты ещё не подтверждён. Откройте ссылку из письма.
problem-account-disabled = Эта учётная запись отключена. Обратитесь к владельцу сервиса.
problem-email-taken = С этим адресом электронной почты уже есть учётная запись.
problem-registration-closed = Сейчас зарегистрироваться нельзя.
problem-invitation-required = Зарегистрироваться можно только по приглашению. Откройте ссылку из письма с приглашением.
problem-invitation-invalid = Приглашение использовано, просрочено или выписано на другой адрес.
problem-invitation-not-found = Это приглашение использовано, заменено или просрочено. Попросите новое.
problem-email-change-token-invalid = Эта ссылка неверна, заменена или просрочена. Запросите изменение адреса ещё раз.
problem-wrong-password = Это не ваш пароль.
problem-last-administrator = Вы единственный администратор. Сначала назначьте другого.
problem-key-limit-reached = У вас слишком много ключей API. Сначала удалите лишние.
problem-reset-token-invalid = Эта ссылка использована или просрочена. Запросите новое письмо.
problem-precondition-failed = За это время здесь что-то изменилось. Откройте страницу ещё раз и повторите изменение.
problem-name-taken = Подборка с таким названием у вас уже есть.
problem-collection-limit-reached = У вас слишком много подборок. Сначала удалите лишние.
problem-schedule-limit-reached = У вас слишком много регулярных отчётов. Сначала выключите лишние.
problem-slug-taken = Этот короткий код занят.
problem-link-limit-reached = У вас слишком много ссылок. Сначала удалите лишние.
problem-foreign-origin = Эту форму прислал другой сайт. Откройте страницу здесь и отправьте форму ещё раз.
problem-method-not-allowed = Эта страница такого не умеет.

## The rules of fields

rule-email = Адрес электронной почты, например ann@example.com.
rule-password = От 8 до 256 символов, среди них прописная и строчная латинские буквы и цифра.
rule-new-password = От 8 до 256 символов, среди них прописная и строчная латинские буквы и цифра.
rule-new-email = Адрес электронной почты, например ann@example.com, в домене, который здесь разрешён.
rule-time-zone = Часовой пояс, например Europe/Moscow.
rule-name = Одна строка от 1 до 100 символов.
rule-scopes = Хотя бы одно.
rule-url = Веб-адрес, например https://example.com, не длиннее 2048 байт и не этого сервиса.
rule-slug = От 1 до 64 латинских букв, цифр, - и _. Пустое поле — случайный код.
rule-tags = До 20 меток через запятую.
rule-title = Одна строка не длиннее 255 символов.
rule-expires-at = Дата и время в будущем.
rule-max-clicks = Целое число от 1 до 1 000 000 000.
rule-fallback-url = Веб-адрес, например https://example.com, и не этого сервиса.
rule-description = Не больше 1000 символов.
rule-from = Дата, например 2026-11-27, не раньше чем за десять лет до последнего дня.
rule-to = Дата, например 2026-11-27, не раньше первого дня.
rule-hour = Час от 0 до 23.
rule-language = Один из языков списка.
rule-scope = Одно из значений списка.
rule-collection-id = Одна из ваших подборок.
rule-link-id = Одна из ваших ссылок.
rule-redirect-status = Постоянное перенаправление несовместимо со сроком и пределом переходов.

## The list of links

links-title = Ссылки
links-search = Найти
links-new = Новая ссылка
links-trash = Корзина
links-states = Состояние
links-all = Все
links-select = Выбрать
links-link = Ссылка
links-tags = Метки
links-recent = 30 дней
links-clicks = Переходы
links-state = Состояние
links-none = Ссылок пока нет. Создайте первую.
links-none-found = Ничего не нашлось.
state-live = работает
state-expired = истекла
state-exhausted = исчерпана
state-disabled = отключена
state-blocked = заблокирована
state-deleted = удалена
bulk-selected = С выбранными ссылками
bulk-tag = добавить метку
bulk-untag = убрать метку
bulk-collect = положить в подборку
bulk-expire = завершить сейчас
bulk-delete = переместить в корзину
bulk-tag-name = Метка
bulk-collection = Подборка
bulk-apply = Применить
page-next = Следующая страница
notice-links-collected = Ссылки в подборке.
notice-links-unchanged = Ничего не изменилось.
notice-links-changed = Ссылки изменены.
notice-links-deleted = Ссылки будут в корзине 30 дней.
notice-links-partly = Часть ссылок изменить не удалось.
notice-created = Короткая ссылка готова.
notice-saved = Сохранено.
notice-deleted = Перемещено в корзину.

## A link

new-link-title = Новая ссылка
link-url = Адрес
link-more = Другие настройки
link-slug = Короткий код
link-namespace = Код
link-personal = только мой; ссылка кончается на ?u= и мой номер
link-global = общий, если он свободен
link-title = Название
link-tags = Метки
link-expires = Действует до
link-zone = Часовой пояс: { $zone }
link-limit = Предел переходов
link-fallback = После этого ведёт на
link-fallback-about = Без адреса завершённая ссылка показывает, что она больше не доступна.
link-redirect = Перенаправление
redirect-307 = 307, временное
redirect-302 = 302, временное
redirect-301 = 301, постоянное
redirect-308 = 308, постоянное
link-forwarding = Параметры того, кто переходит по ссылке
forwarding-default = как в учётной записи
forwarding-off = отбрасываются
forwarding-append = добавляются
forwarding-override = заменяют параметры адреса
link-campaign = Кампания
link-campaign-about = Эти параметры становятся частью адреса.
link-settings = Настройки
link-save = Сохранить
link-delete = Удалить
link-delete-sure = Точно удалить?
link-qr-svg = QR-код в SVG
link-qr-png = QR-код в PNG

## Statistics

statistics-title = Переходы
statistics-period = Период
statistics-from = С
statistics-to = по
statistics-show = Показать
period-24h = 24 часа
period-7d = 7 дней
period-30d = 30 дней
period-12m = 12 месяцев
statistics-people = Переходы людей
statistics-visitors = Посетители
statistics-programs = Переходы программ
statistics-when = Когда
statistics-as-table = Числа таблицей
statistics-csv = Числа в CSV
statistics-referrers = Источники
statistics-browsers = Браузеры
statistics-systems = Системы
statistics-devices = Устройства
statistics-languages = Языки
statistics-other = Прочие
statistics-direct = Прямые переходы
statistics-unknown = Неизвестно
statistics-none = Переходов людей за этот период не было.
statistics-sentence =
    { $people ->
        [one] { NUMBER($people) } переход
        [few] { NUMBER($people) } перехода
        [many] { NUMBER($people) } переходов
       *[other] { NUMBER($people) } перехода
    } людей, { $visitors ->
        [one] { NUMBER($visitors) } посетитель
        [few] { NUMBER($visitors) } посетителя
        [many] { NUMBER($visitors) } посетителей
       *[other] { NUMBER($visitors) } посетителя
    }; больше всего { $when }: { NUMBER($most) }.
statistics-bar = { $when }: люди — { NUMBER($people) }, программы — { NUMBER($programs) }

## The account

account-title = Учётная запись
account-menu = Разделы учётной записи
account-settings = Настройки
account-email-pending = Адрес изменится на { $email }, когда вы подтвердите это по ссылкам из писем на оба адреса. Ссылки действуют 24 часа.
account-email-withdraw = Отменить изменение
account-email-about = На ваш адрес и на новый придут письма со ссылками для подтверждения. После этого все сеансы завершатся, и входить нужно будет с новым адресом.
account-new-email = Новый адрес электронной почты
account-email-change = Изменить адрес
account-password-about = Остальные сеансы завершатся, в том числе у программ, которые вошли с паролем. Ключи API продолжат работать.
account-password-change = Изменить пароль
account-language-about = Язык страниц, писем и отчётов.
account-zone = Часовой пояс
account-zone-about = Для времени на страницах, статистики и новых отчётов. Пустое поле — UTC.
account-zone-here = Как в этом браузере
account-forwarding-about = Для новых ссылок, у которых не указано другое.
account-bookmarklet = Букмарклет
account-bookmarklet-about = Перетащите эту ссылку на панель закладок. На любой странице закладка откроет форму новой ссылки с адресом этой страницы.
account-bookmarklet-name = Сократить эту страницу
account-export = Ваши данные
account-export-about = Все данные учётной записи в одном файле JSON: настройки, сеансы, ключи API без самих секретов, подборки, отчёты, ссылки и переходы по ним.
account-export-download = Скачать
account-delete = Удалить учётную запись
account-delete-about = Учётная запись удаляется навсегда, вместе со ссылками, подборками, отчётами и ключами API. Её короткие ссылки больше никуда не ведут. Сначала скачайте свои данные.
account-delete-sure = Точно удалить всё?
email-change-about = Адрес электронной почты учётной записи хотят изменить, и эта ссылка пришла на один из двух адресов. Подтверждайте изменение, только если запросили его сами.
email-change-confirm = Подтвердить изменение
sure-back = Вернуться

## Sessions of browsers

sessions-title = Сеансы
sessions-about = В этих браузерах вы вошли в учётную запись. Сеанс завершается через 14 дней без использования и не позже чем через 90 дней.
sessions-browser = Браузер
sessions-started = Вход
sessions-seen = Последнее использование
sessions-unknown = Неизвестный браузер
sessions-this = этот браузер
sessions-end = Выйти
sessions-everywhere = Выйти везде
sessions-everywhere-about = Завершатся все сеансы, в том числе в этом браузере и у программ, которые вошли с паролем.
sessions-everywhere-keys = Также удалить все ключи API
sessions-everywhere-sure = Точно выйти везде?
sessions-keys-sure = Все сеансы завершатся, а все ключи API будут удалены навсегда: программы с этими ключами сразу потеряют доступ.

## API keys

keys-title = Ключи API
keys-about = С ключом API программа действует от вашего имени в пределах, которые вы выберете. Что она может, описано здесь:
keys-none = Ключей API пока нет.
keys-name = Название
keys-prefix = Начало
keys-scopes = Что разрешает
keys-ends = Действует до
keys-ends-about = С пустым полем ключ действует, пока вы его не удалите.
keys-endless = без срока
keys-unused = ни разу
keys-delete = Удалить
keys-delete-title = Удаление ключа API
keys-delete-sure = Программы с ключом «{ $name }» сразу потеряют доступ. Удалённый ключ нельзя восстановить.
keys-new = Новый ключ API
keys-create = Создать ключ
keys-made = Ваш новый ключ API
keys-made-about = Скопируйте его сейчас: больше он не будет показан. Храните его как пароль.
scope-links-read = Читать и выгружать ссылки, метки, подборки и корзину
scope-links-write = Создавать, изменять, удалять и загружать ссылки, а также читать их
scope-stats-read = Читать статистику
scope-reports = Заказывать и читать отчёты, управлять их расписаниями

## The overview

overview-people =
    { $people ->
        [one] { NUMBER($people) } переход
        [few] { NUMBER($people) } перехода
        [many] { NUMBER($people) } переходов
       *[other] { NUMBER($people) } перехода
    } людей за последние 7 дней
overview-none = За последние 14 дней по вашим ссылкам никто не переходил.
overview-first = { overview-people }, а за 7 дней до этого — ни одного.
overview-same = { overview-people }, примерно столько же, сколько за 7 дней до этого.
overview-more = { overview-people }, на { NUMBER($percent) } % больше, чем за 7 дней до этого.
overview-fewer = { overview-people }, на { NUMBER($percent) } % меньше, чем за 7 дней до этого.
overview-legend = У каждого дня два столбика: слева тот же день неделей раньше, справа сам день. Нижняя часть — люди, верхняя — программы.
overview-week-before = Неделей раньше
overview-top = Популярные ссылки
overview-next-report = Следующий отчёт придёт { $when }.
overview-no-report = Регулярные отчёты не заказаны.
overview-all-links = Все ссылки
overview-first-link = Когда по вашим ссылкам начнут переходить, здесь будет видно, как часто.
overview-own-code = Выбрать короткий код

## The trash

trash-about = Удалённые ссылки остаются здесь 30 дней. Восстановленная ссылка снова ведёт на свой адрес, со всеми настройками и переходами.
trash-none = Корзина пуста.
trash-deleted = Удалена
trash-left = Исчезнет через
trash-days =
    { $days ->
        [one] { NUMBER($days) } день
        [few] { NUMBER($days) } дня
        [many] { NUMBER($days) } дней
       *[other] { NUMBER($days) } дня
    }
trash-restore = Восстановить

## Collections

collections-none = Подборок пока нет.
collections-name = Название
collections-description = Описание
collections-new = Новая подборка
collections-create = Создать подборку
collections-empty = Ссылок пока нет. Отметьте нужные в списке ссылок и положите их в эту подборку:
collections-remove = Убрать
collections-delete = Удалить подборку
collections-delete-about = Удалённую подборку нельзя восстановить. Её ссылки остаются, если не переместить их в корзину.
collections-delete-links = Также переместить её ссылки в корзину
collections-delete-sure = Подборка «{ $name }» будет удалена навсегда. Её ссылки останутся.
collections-delete-links-sure = Подборка «{ $name }» будет удалена навсегда, а её ссылки попадут в корзину на 30 дней.

## Reports

reports-about = Отчёт — это книга Excel с переходами за выбранный период. Она приходит вам по почте.
reports-schedules = Регулярные отчёты
reports-no-schedules = Регулярных отчётов пока нет.
reports-subject = Ссылки
reports-when = Как часто
reports-next = Следующий отчёт
reports-end = Выключить
reports-end-sure = Точно выключить?
reports-new-schedule = Новый регулярный отчёт
reports-every-day = каждый день
reports-every-week = каждый понедельник
reports-every-month = первого числа каждого месяца
reports-frequency-about = Отчёт охватывает предыдущий день, неделю или месяц.
reports-hour = Время
reports-programs = Учитывать переходы программ
reports-create-schedule = Присылать регулярно
reports-order = Заказать отчёт
reports-order-about = Отчёт придёт один раз, когда будет готов.
reports-from = Первый день
reports-to = Последний день
reports-list = Заказанные отчёты
reports-none = За последние 90 дней отчётов не было.
reports-ordered = Заказан
reports-queued = ожидает
reports-running = готовится
reports-sent = отправлен
reports-failed = не удался
reports-all = Все ссылки
reports-gone = Уже удалено
reports-daily = Каждый день в { $time } ({ $zone })
reports-weekly = Каждый понедельник в { $time } ({ $zone })
reports-monthly = Первого числа каждого месяца в { $time } ({ $zone })

## Shared statistics

share-title = Поделиться статистикой
share-about = Создайте секретную ссылку на эти числа. Каждый, у кого она есть, увидит их без учётной записи; ни вас, ни адресов, куда ведут ссылки, там не видно.
share-create = Создать секретную ссылку
share-url = Секретная ссылка
share-url-about = Каждый, у кого она есть, видит эти числа без учётной записи, пока вы не закроете доступ.
share-open = Открыть
share-end = Закрыть доступ
share-end-sure = Секретная ссылка перестанет работать у всех. Если поделиться статистикой снова, ссылка будет другой.
notice-shared = Теперь статистика доступна по секретной ссылке.
notice-share-ended = Статистика больше не доступна по секретной ссылке.
shared-title = Переходы: { $name }
shared-about = Эти числа видит каждый, у кого есть адрес этой страницы.
shared-zone = Часовой пояс

## Reporting abuse

abuse-title = Жалоба на короткую ссылку
abuse-about = Сообщите владельцу сервиса о короткой ссылке, которая вредит. Учётная запись не нужна.
abuse-category = Что с ней не так?
abuse-phishing = Фишинг
abuse-phishing-about = Она выдаёт себя за другой сайт, чтобы выманить пароли или деньги.
abuse-malware = Вредоносные программы
abuse-malware-about = Она ведёт на вредоносную программу.
abuse-spam = Спам
abuse-spam-about = Её рассылают людям, которые об этом не просили.
abuse-illegal = Противозаконное содержание
abuse-illegal-about = Она ведёт на то, что запрещено законом.
abuse-other = Другое
abuse-other-about = Опишите ниже, что именно.
abuse-text = Что вы о ней знаете?
abuse-text-about = Например, откуда у вас эта ссылка. Не больше 2000 символов; можно оставить пустым.
abuse-email = Ваш адрес электронной почты
abuse-email-about = Только если вы хотите получить ответ. Его видит лишь владелец сервиса, и он будет удалён через 90 дней после закрытия жалобы.
abuse-send = Пожаловаться
abuse-sent-title = Спасибо за сообщение
abuse-sent = Владелец сервиса посмотрит на эту ссылку и, если она вредит, заблокирует или удалит её. Если вы указали адрес электронной почты, вам могут ответить.
rule-short-url = Короткая ссылка этого сервиса целиком, как вы её получили.
rule-category = Одно из перечисленного.
rule-text = Не больше 2000 символов.

## Administration

admin-menu = Разделы управления
admin-overview = Обзор
admin-users = Пользователи
admin-links = Все ссылки
admin-abuse-reports = Жалобы
admin-invitations = Приглашения
admin-jobs = Задания
admin-audit-log = Журнал действий
admin-id = Номер
admin-number = Сколько
admin-health = Состояние сервиса
admin-database = База данных
admin-database-ready = работает
admin-database-damaged = повреждена: читать её можно, но изменить ничего нельзя, пока её не восстановят
admin-database-unavailable = сейчас недоступна
admin-open-reports = Открытые жалобы
admin-oldest-job = Самое старое невыполненное задание
admin-no-job = нет
admin-doctor = Всё остальное проверяет команда korotko doctor: настройки, диск, почтовый сервер, часы и прокси.
admin-recent-acts = Последние действия
rule-q = Не больше 200 символов.

## The users, for administrators

admin-users-search = Найти пользователей по адресу
admin-users-none = Таких пользователей нет.
admin-administrators = Администраторы
admin-administrator = администратор
admin-ordinary-user = обычный пользователь
admin-unverified = Неподтверждённые
admin-disabled = Отключённые
admin-registered = Регистрация
admin-verified = Адрес подтверждён
admin-disabled-since = Отключён
admin-role = Роль
user-enabled = работает
user-unverified = адрес не подтверждён
user-disabled = отключён, ссылки работают
user-disabled-links = отключён вместе со ссылками
admin-user-audit = Действия этого пользователя как администратора и действия с его учётной записью
admin-user-verify = Подтвердить адрес
admin-user-verify-about = Подтверждайте адрес без письма, только если знаете, что он принадлежит этому пользователю.
admin-user-enable = Включить пользователя
admin-user-enable-about = Пользователь снова сможет войти, и все его ссылки снова поведут на свои адреса. Удалённые ключи API не восстановятся.
admin-user-disable = Отключить пользователя
admin-user-disable-about = Все сеансы завершатся, все ключи API будут удалены, и пользователь не сможет войти, пока его не включат.
admin-user-disable-sure = Точно отключить?
admin-user-links = Ссылки отключённого пользователя
admin-user-their-links = Его ссылки
admin-user-links-disable = отключаются
admin-user-links-keep = по-прежнему ведут на свои адреса
admin-user-promote = Сделать администратором
admin-user-promote-about = Администратор может всё, что есть на этих страницах, и может назначать других администраторов.
admin-user-promote-sure = Точно дать все права?
admin-user-demote = Сделать обычным пользователем
admin-user-demote-about = Эти страницы сразу перестанут существовать для пользователя. Его собственные ссылки останутся.
admin-user-demote-sure = Точно забрать права?
admin-user-delete = Удалить пользователя
admin-user-delete-about = Учётная запись удаляется навсегда, вместе со ссылками, подборками, отчётами и ключами API. Чтобы остановить кого-то на время, отключите его.
admin-user-delete-sure = Учётная запись { $email } будет удалена навсегда, вместе со ссылками, подборками, отчётами и ключами API. Её короткие ссылки больше никуда не поведут.
rule-links = Одно из перечисленного.
notice-user-disabled = Пользователь отключён.
notice-user-enabled = Пользователь включён.
notice-user-verified = Адрес подтверждён.
notice-user-promoted = Пользователь стал администратором.
notice-user-demoted = Пользователь больше не администратор.
notice-user-deleted = Пользователь удалён.

## The links of everybody, for administrators

admin-links-search = Найти среди всех ссылок
admin-links-about = Короткая ссылка, адрес, название или метка
admin-links-anonymous = Без владельца
admin-links-none = Ссылок пока нет.
admin-owner = Владелец
admin-no-owner = нет
admin-block = Блокировка
block-operator = администратором
block-legal = по требованию закона
block-list = её хост есть в списке заблокированных
admin-link-block = Заблокировать ссылку
admin-link-block-again = Заблокировать ссылку по другой причине
admin-link-block-about = Ссылка остаётся, какая есть, но никуда не ведёт, пока её не разблокируют. Владелец не может ни снять блокировку, ни отдать короткий код другой ссылке.
admin-block-reason = Причина
admin-block-reason-about = Её видит владелец ссылки, а при требовании закона — и каждый, кто по ней переходит.
admin-block-legal = Этого требует закон: ответом будет 451 с указанием причины
admin-link-unblock = Разблокировать ссылку
admin-link-unblock-about = Ссылка снова поведёт на свой адрес, если не истекла и не отключена.
admin-link-delete = Удалить ссылку
admin-link-delete-about = По короткому коду будет сказано, что ссылки больше нет. Владелец не сможет её восстановить.
admin-link-delete-sure = Ссылка { $link } будет удалена. Восстановить её не сможете ни вы, ни её владелец.
admin-link-gone = Эта ссылка удалена. Блокировать и удалять больше нечего.
problem-blocked-by-list = Эта ссылка заблокирована, потому что её хост есть в списке заблокированных. Уберите его оттуда.
problem-search-too-broad = Такой поиск занимает слишком много времени. Ищите более длинный текст или отфильтруйте список.
rule-reason = Одна строка от 1 до 500 символов.
notice-link-blocked = Ссылка заблокирована.
notice-link-unblocked = Ссылка разблокирована.
notice-link-taken-down = Ссылка удалена.

## Abuse reports, for administrators

admin-abuse-report = Жалоба
admin-abuse-none = Жалоб нет.
abuse-open = Открытые
abuse-closed = Закрытые
abuse-undecided = открыта
abuse-upheld = подтвердилась
abuse-dismissed = отклонена
admin-abuse-reported = Получена
admin-abuse-decision = Решение
admin-abuse-reporter = От кого
admin-abuse-reporter-about = (адрес не проверен)
admin-abuse-anonymous = ответ не нужен
admin-abuse-close = Закрыть жалобу
admin-abuse-close-about = Закроются все открытые жалобы на эту ссылку. Сама ссылка не изменится: сначала заблокируйте или удалите её ниже.
admin-abuse-uphold = Подтвердилась: меры приняты
admin-abuse-dismiss = Отклонить: делать ничего не нужно
admin-abuse-link = Ссылка
rule-outcome = Одно из этих решений.
notice-abuse-report-closed = Жалоба закрыта.

## Invitations

invitations-about = Приглашённый может один раз зарегистрироваться в течение семи дней и только с адресом, на который отправлено приглашение.
invitations-none = Неиспользованных приглашений нет.
invitations-sent = Отправлено
invitations-expires = Действует до
invitations-delete = Отозвать
invitations-delete-sure = Точно отозвать?
invitations-new = Пригласить
invitations-language = Язык письма
invitations-send = Отправить приглашение
invitations-closed = Регистрация закрыта, в том числе для приглашённых. Владелец сервиса может это изменить (--registration invite).
notice-invited = Приглашение отправлено.
notice-invitation-deleted = Приглашение больше не действует.

## Jobs

jobs-about = Задания — это работа, которая выполняется чуть позже, например отправка писем. Выполненные хранятся 7 дней, неудавшиеся — пока их не повторят.
jobs-none = Заданий нет.
jobs-left = Невыполненные
jobs-attempts = Попытки
jobs-retry = Повторить
job-waiting = ожидает
job-running = выполняется
job-done = выполнено
job-failed = не удалось
job-send-verification = Письмо для подтверждения адреса
job-send-invitation = Письмо с приглашением
job-send-password-reset = Письмо для нового пароля
job-send-email-change-to-old = Письмо об изменении адреса на старый адрес
job-send-email-change-to-new = Письмо об изменении адреса на новый адрес
job-send-email-changed = Письмо после изменения адреса
job-send-report = Отчёт
job-send-abuse-report = Письмо с жалобой
problem-report-already-queued = Такой же отчёт уже ожидает.
notice-job-retried = Задание снова ожидает выполнения.

## The audit log

audit-about = Действия администраторов: здесь, через API и в командной строке. Записи хранятся 400 дней.
audit-none = Пока ничего.
audit-when = Когда
audit-actor = Кто
audit-act = Что
audit-subject = С кем или с чем
audit-command-line = командная строка
act-user-promote = назначение администратором
act-user-demote = снятие прав администратора
act-user-disable = отключение
act-user-enable = включение
act-user-verify = подтверждение адреса
act-user-delete = удаление пользователя
act-invitation-create = приглашение
act-invitation-delete = отзыв приглашения
act-link-delete = удаление ссылки
act-link-block = блокировка ссылки
act-link-unblock = снятие блокировки
act-key-delete = удаление ключа API
act-keys-delete = удаление всех ключей API
act-abuse-report-close = закрытие жалобы
act-job-retry = повтор задания
subject-user = Пользователь
subject-invitation = Приглашение
subject-link = Ссылка
subject-key = Ключ API
subject-abuse-report = Жалоба
subject-job = Задание
