### The workbook of a report.

## The report and its sheets

workbook-title = Отчёт о переходах
workbook-all-links = Все ссылки
workbook-collection = Коллекция «{ $name }»
workbook-link-at = Ссылка { $url }
workbook-titled-link = Ссылка «{ $title }» – { $url }
# Names of sheets have at most 31 characters, without []:*?/\.
workbook-summary-sheet = Сводка
workbook-links-sheet = Ссылки
workbook-days-sheet = По дням
workbook-breakdown-sheet = Источники и устройства

## The heading of the summary

workbook-day = День
workbook-first-day = Первый день
workbook-last-day = Последний день
workbook-from = Начало
workbook-until = Конец
workbook-zone = Часовой пояс
workbook-created = Создан

## The main figures

workbook-clicks = Переходы
workbook-visitors = Посетители
workbook-share = Доля
workbook-date = Дата
workbook-total = Всего
workbook-change = Динамика переходов
workbook-links = Ссылки
workbook-busiest-day = Самый активный день
# Precedes a number of the period before.
workbook-before = В прошлом периоде:
# Precedes a number of clicks, signed or not.
workbook-difference = Переходов:
workbook-no-difference = Без изменений
workbook-nothing-before = В прошлом периоде переходов не было
# Precedes the number of links that were clicked.
workbook-clicked = С переходами:

## The lists and charts of the summary

workbook-top-links = Самые популярные ссылки
workbook-link = Ссылка
workbook-link-title = Название
workbook-other-links = Остальные ссылки
workbook-deleted-links = Удалённые с тех пор ссылки
workbook-clicks-by-day = Переходы по дням
workbook-sources = Откуда пришли
workbook-source = Сайт
workbook-direct = Напрямую или неизвестно
workbook-other = Другие сайты
workbook-kinds = Кто переходил
workbook-kind = Кто
workbook-people = Люди
workbook-bots = Боты
workbook-previews = Предпросмотр в чатах и лентах

## The sheet of links

# The headers of the table, which are distinct.
workbook-column-slug = Короткий код
workbook-column-title = Название
workbook-column-share-url = Короткая ссылка
workbook-column-tags = Теги
workbook-column-target = Куда ведёт
workbook-column-state = Состояние
workbook-column-collections = Коллекции
workbook-column-created = Создана
workbook-column-expires = Действует до
workbook-column-clicks = Переходы
workbook-column-visitors = Посетители
workbook-column-last-click = Последний переход
workbook-state-live = Действует
workbook-state-expired = Истекла
workbook-state-exhausted = Исчерпана
workbook-state-disabled = Отключена
workbook-state-blocked = Заблокирована
workbook-state-deleted = Удалена
workbook-more-links = Ещё ссылок: { NUMBER($count) }

## The sheet of sources and devices

workbook-browser = Браузер
workbook-system = Операционная система
workbook-device = Устройство
workbook-language = Язык
workbook-unknown = Неизвестно
workbook-device-desktop = Компьютер
workbook-device-mobile = Телефон
workbook-device-tablet = Планшет
workbook-device-other = Другое устройство
workbook-more-values = Ещё { NUMBER($count) }

## Sentences

workbook-no-links = В этом отчёте пока нет ссылок. Как только они появятся, здесь будет видно, по каким из них переходят чаще всего.
workbook-no-clicks = За этот период не было ни одного перехода. Список ссылок — на следующем листе.
workbook-about-counts = Переход засчитывается каждый раз, когда открывают ссылку. Посетитель засчитывается один раз в день (UTC) для каждой ссылки, поэтому посетители складываются так же, как переходы, а общее число разных людей по ним не узнать.
workbook-bots-count = Переходы ботов и предпросмотр в чатах и лентах тоже учтены.
workbook-bots-do-not-count = Переходы ботов и предпросмотр в чатах и лентах не учитываются.
workbook-omitted = Со всеми ссылками файл был бы слишком большим. На листе «{ workbook-links-sheet }» — самые популярные: { NUMBER($kept) } из { NUMBER($all) }; остальные сложены в одну строку.

## Number formats of Excel

workbook-date-format = { "dd.mm.yyyy" }
workbook-time-format = { "dd.mm.yyyy hh:mm" }
workbook-axis-format = { "dd.mm" }

## Names of languages, by code

language-ar = Арабский
language-az = Азербайджанский
language-be = Белорусский
language-bg = Болгарский
language-bn = Бенгальский
language-cs = Чешский
language-da = Датский
language-de = Немецкий
language-el = Греческий
language-en = Английский
language-es = Испанский
language-et = Эстонский
language-fa = Персидский
language-fi = Финский
language-fr = Французский
language-he = Иврит
language-hi = Хинди
language-hu = Венгерский
language-hy = Армянский
language-id = Индонезийский
language-it = Итальянский
language-ja = Японский
language-ka = Грузинский
language-kk = Казахский
language-ko = Корейский
language-ky = Киргизский
language-lt = Литовский
language-lv = Латышский
language-nl = Нидерландский
language-no = Норвежский
language-pl = Польский
language-pt = Португальский
language-ro = Румынский
language-ru = Русский
language-sv = Шведский
language-tr = Турецкий
language-uk = Украинский
language-uz = Узбекский
language-vi = Вьетнамский
language-zh = Китайский
