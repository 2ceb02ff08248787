//! The mails about a change of address.

use crate::fixtures::{
    NEW_ADDRESS, email_change_to_new, email_change_to_old, email_changed, in_russian, link,
    received,
};
use crate::mails::assert_explains;

#[tokio::test]
async fn the_mail_to_each_address_carries_one_link_in_text_and_html() {
    for mail in [email_change_to_old(), email_change_to_new()] {
        for mail in [mail.clone(), in_russian(mail)] {
            let received = received(&mail).await;
            assert_eq!(received.links(), [link()]);
            let (text, html) = (received.text(), received.html());
            assert!(html.contains(&format!("href=\"{}\"", link())), "{html}");
            assert!(text.contains("24"), "{text}");
        }
    }
}

#[tokio::test]
async fn the_old_address_is_told_the_new_one_as_text() {
    for mail in [email_change_to_old(), email_changed()] {
        for mail in [mail.clone(), in_russian(mail)] {
            let received = received(&mail).await;
            let (text, html) = (received.text(), received.html());
            assert!(text.contains(NEW_ADDRESS), "{text}");
            assert!(html.contains("anna&#38;co@example.org"), "{html}");
        }
    }
}

#[tokio::test]
async fn the_mail_about_a_completed_change_has_no_link() {
    for mail in [email_changed(), in_russian(email_changed())] {
        let received = received(&mail).await;
        assert_eq!(received.links(), [""; 0]);
    }
}

#[tokio::test]
async fn the_mail_to_the_old_address_explains_itself() {
    let english = [
        "at short.example, a URL shortener",
        "Somebody who knows the password of your account",
        "because this is the address of the account",
        "The link works for 24 hours",
        "If you did not ask for the change, do not open the link, and change your password",
    ];
    assert_explains(&received(&email_change_to_old()).await, english);
    let russian = [
        "в сервисе коротких ссылок short.example",
        "Кто-то, кто знает пароль от вашей учётной записи",
        "потому что это адрес учётной записи",
        "Ссылка действует 24 часа",
        "Если вы не просили его менять, не открывайте ссылку и сразу смените пароль",
    ];
    let mail = in_russian(email_change_to_old());
    assert_explains(&received(&mail).await, russian);
}

#[tokio::test]
async fn the_mail_to_the_new_address_explains_itself() {
    let english = [
        "an account at short.example, a URL shortener",
        "This e-mail address was entered as the new one",
        "because the owner of an account entered your address",
        "The link works for 24 hours",
        "If that was not you, ignore this mail",
    ];
    assert_explains(&received(&email_change_to_new()).await, english);
    let russian = [
        "в сервисе коротких ссылок short.example",
        "Этот адрес электронной почты указали как новый",
        "потому что ваш адрес указал владелец учётной записи",
        "Ссылка действует 24 часа",
        "Если это были не вы, не обращайте внимания",
    ];
    let mail = in_russian(email_change_to_new());
    assert_explains(&received(&mail).await, russian);
}

#[tokio::test]
async fn the_mail_about_a_completed_change_explains_itself() {
    let english = [
        "at short.example, a URL shortener",
        "The e-mail address of your account",
        "because this was the address of the account until now",
        "Sign in with the new address from now on",
        "If you did not confirm the change, tell the operator",
    ];
    assert_explains(&received(&email_changed()).await, english);
    let russian = [
        "в сервисе коротких ссылок short.example",
        "Адрес электронной почты вашей учётной записи",
        "потому что до сих пор это был адрес учётной записи",
        "Теперь входите с новым адресом",
        "Если вы не подтверждали изменение, сообщите владельцу",
    ];
    assert_explains(&received(&in_russian(email_changed())).await, russian);
}
