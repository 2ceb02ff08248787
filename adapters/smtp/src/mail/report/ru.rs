use chrono::{Datelike, NaiveDate, NaiveDateTime};

use super::phrases::Phrases;

pub(super) const PHRASES: Phrases = Phrases {
    title: |what, when| format!("Отчёт о переходах: {what}, {when}"),
    all_links: "Все ссылки",
    collection: |name| format!("Коллекция «{name}»"),
    titled: |title, url| format!("«{title}» – {url}"),
    day,
    date,
    time,
    separators: ('\u{a0}', ','),
    changed: |percent, before| format!("{percent}\u{a0}% к прошлому периоду ({before})"),
    same: "столько же, сколько в прошлом периоде",
    nothing_before: "в прошлом периоде переходов не было",
    top: "Самые популярные ссылки",
    no_links: "В отчёте пока нет ссылок.",
    no_clicks: "За этот период не было ни одного перехода.",
    omitted: |links| {
        format!(
            "Со всеми ссылками файл был бы слишком большим: наименее популярные (всего {links}) сложены в нём в одну строку."
        )
    },
    ordered: "Вы получили это письмо, потому что отчёт заказали из вашей учётной записи.\n\
              Если это были не вы, смените пароль: возможно, доступ к ней есть у кого-то\n\
              ещё.",
    schedule: "Вы получили это письмо, потому что в вашей учётной записи этот отчёт\n\
               настроен по расписанию. Чтобы удалить расписание, откройте ссылку:",
    validity: "Ссылка действует без входа, пока есть расписание. Если вы его не создавали,\n\
               смените и пароль: возможно, доступ к учётной записи есть у кого-то ещё.",
    unsubscribe: "Больше не присылать эти отчёты",
};

/// The months in the genitive, as in dates.
const MONTHS: [&str; 12] = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
];

fn day(date: NaiveDate) -> String {
    let month = usize::try_from(date.month0()).unwrap_or_default();
    format!("{} {}", date.day(), MONTHS[month])
}

fn date(date: NaiveDate) -> String {
    format!("{} {}\u{a0}г.", day(date), date.year())
}

fn time(time: NaiveDateTime) -> String {
    format!("{}, {}", date(time.date()), time.format("%H:%M"))
}
