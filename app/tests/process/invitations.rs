//! Who may register, by flags and variables, and `korotko invitations`.

use korotko_testkit::Answer;
use serde_json::{Value, json};

use crate::client::{ANN, Client, PASSWORD};
use crate::home::{Home, on_both_databases};
use crate::program::assert_says;

on_both_databases!(
    an_invited_address_registers_once,
    nobody_is_invited_who_could_not_register,
);

async fn register(client: &Client, email: &str, invitation: Option<&str>) -> Answer {
    let mut body = json!({"email": email, "password": PASSWORD});
    if let Some(invitation) = invitation {
        body["invitation"] = invitation.into();
    }
    client.post("/api/users/register/", &body).await
}

async fn an_invited_address_registers_once(home: Home) {
    let serve = home.korotko("serve --registration invite --anonymous-links off");
    let listening = serve.listen().await;
    let client = listening.client();
    let refused = register(&client, ANN, None).await;
    refused.refused(403, "invitation-required");
    let link = json!({"url": "https://example.com/"});
    let refused = client.post("/api/links/", &link).await;
    refused.refused(401, "anonymous-links-off");

    // The command is another process, with settings of its own.
    let invite = home.korotko("invitations create ann@example.com --language ru");
    let said = invite.with("REGISTRATION", "invite").print().await;
    assert_says(&said, &["invitation 1: ann@example.com is invited until 2"]);
    let link = |line: &str| Some(line.split_once("an invitation to register: ")?.1.to_owned());
    let link = listening.process.stdout.find("the link", link).await;
    let (_, token) = link.split_once("/invite/").unwrap();
    let shown = client.get(&format!("/api/invitations/{token}")).await;
    assert_eq!(shown.with(200).text("email"), ANN);
    register(&client, ANN, Some(token)).await.with(201);
    let refused = register(&client, ANN, Some(token)).await;
    refused.refused(422, "invitation-invalid");
    client.sign_in(ANN).await;
    assert_eq!(home.sql("SELECT count(*) FROM invitations"), "0");
    listening.stop().await;
}

async fn nobody_is_invited_who_could_not_register(home: Home) {
    home.korotko("migrate up").print().await;
    let invite = |email: &str| home.korotko(&format!("invitations create {email}"));
    let said = invite("nobody").refused(2).await;
    assert_says(&said, &["must be an e-mail address"]);
    let strict = invite(ANN).with("ALLOWED_EMAIL_DOMAINS", "example.org, bücher.example");
    let said = strict.refused(2).await;
    assert_says(
        &said,
        &["must be an address at example.org or bücher.example"],
    );
    let closed = invite(ANN).with("REGISTRATION", "closed");
    let said = closed.refused(1).await;
    assert_says(&said, &["registration is closed"]);
    assert_eq!(home.sql("SELECT count(*) FROM jobs"), "0");

    invite(ANN).print().await;
    invite("ANN@example.com").print().await;
    assert_eq!(home.sql("SELECT count(*) FROM invitations"), "1");
    let listening = home.korotko("serve").listen().await;
    listening.sign_up(ANN).await;
    let said = invite(ANN).refused(1).await;
    assert_says(&said, &["already has an account"]);
    listening.stop().await;
}

#[tokio::test]
async fn a_running_service_says_what_is_off() {
    let home = Home::sqlite();
    let serve = home
        .korotko("serve --registration=closed")
        .with("ALLOWED_EMAIL_DOMAINS", "example.org")
        .with("ANONYMOUS_LINKS", "no")
        .with("TERMS_URL", "https://example.com/terms");
    let listening = serve.listen().await;
    let client = listening.client();
    let refused = register(&client, ANN, None).await;
    refused.refused(403, "registration-closed");
    let document: Value = client.get("/openapi.json").await.with(200).json();
    assert_eq!(
        document["info"]["termsOfService"],
        "https://example.com/terms"
    );
    let about = document["info"]["description"].as_str().unwrap();
    assert_says(
        about,
        &[
            "Registration is closed.",
            "Anonymous links are off",
            "https://example.com/terms",
        ],
    );
    listening.stop().await;
}
