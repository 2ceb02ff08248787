use korotko_core::user::Language;

use super::vocabulary::{Texts, grouped as grouped_by};

/// Groups are separated by a no-break space.
fn grouped(number: u64) -> String {
    grouped_by(number, '\u{a0}')
}

pub(super) const TEXTS: Texts = Texts {
    language: Language::Ru,
    title: "Отчёт о переходах",
    all_links: "Все ссылки",
    collection: |name| format!("Коллекция «{name}»"),
    link_at: |url| format!("Ссылка {url}"),
    titled_link: |title, url| format!("Ссылка «{title}» – {url}"),

    summary_sheet: "Сводка",
    links_sheet: "Ссылки",
    days_sheet: "По дням",
    breakdown_sheet: "Источники и устройства",

    day: "День",
    first_day: "Первый день",
    last_day: "Последний день",
    from: "Начало",
    until: "Конец",
    zone: "Часовой пояс",
    created: "Создан",

    clicks: "Переходы",
    visitors: "Посетители",
    share: "Доля",
    date: "Дата",
    total: "Всего",
    change: "Динамика переходов",
    links: "Ссылки",
    busiest_day: "Самый активный день",
    before: "В прошлом периоде:",
    difference: "Переходов:",
    no_difference: "Без изменений",
    nothing_before: "В прошлом периоде переходов не было",
    clicked: "С переходами:",

    top_links: "Самые популярные ссылки",
    link: "Ссылка",
    link_title: "Название",
    other_links: "Остальные ссылки",
    deleted_links: "Удалённые с тех пор ссылки",
    clicks_by_day: "Переходы по дням",
    sources: "Откуда пришли",
    source: "Сайт",
    direct: "Напрямую или неизвестно",
    other: "Другие сайты",
    kinds: "Кто переходил",
    kind: "Кто",
    people: "Люди",
    bots: "Боты",
    previews: "Предпросмотр в чатах и лентах",

    link_columns: [
        "Короткий код",
        "Название",
        "Короткая ссылка",
        "Теги",
        "Куда ведёт",
        "Состояние",
        "Коллекции",
        "Создана",
        "Действует до",
        "Переходы",
        "Посетители",
        "Последний переход",
    ],
    live: "Действует",
    expired: "Истекла",
    exhausted: "Исчерпана",
    disabled: "Отключена",
    blocked: "Заблокирована",
    deleted: "Удалена",
    more_links: |count| format!("Ещё ссылок: {}", grouped(count)),

    browser: "Браузер",
    system: "Операционная система",
    device: "Устройство",
    language_heading: "Язык",
    unknown: "Неизвестно",
    desktop: "Компьютер",
    mobile: "Телефон",
    tablet: "Планшет",
    other_device: "Другое устройство",
    more_values: |count| format!("Ещё {}", grouped(count)),

    no_links: "В этом отчёте пока нет ссылок. Как только они появятся, здесь будет видно, по каким из них переходят чаще всего.",
    no_clicks: "За этот период не было ни одного перехода. Список ссылок — на следующем листе.",
    about_counts: "Переход засчитывается каждый раз, когда открывают ссылку. Посетитель засчитывается один раз в день (UTC) \
                   для каждой ссылки, поэтому посетители складываются так же, как переходы, а общее число разных людей по ним не узнать.",
    bots_count: "Переходы ботов и предпросмотр в чатах и лентах тоже учтены.",
    bots_do_not_count: "Переходы ботов и предпросмотр в чатах и лентах не учитываются.",
    omitted: |kept, all| {
        format!(
            "Со всеми ссылками файл был бы слишком большим. На листе «Ссылки» — самые популярные: {} из {}; остальные сложены \
             в одну строку.",
            grouped(kept),
            grouped(all)
        )
    },

    date_format: "dd.mm.yyyy",
    time_format: "dd.mm.yyyy hh:mm",
    axis_format: "dd.mm",
};
