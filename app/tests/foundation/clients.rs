//! Addresses of clients.

use korotko::http::ForwardedBy;

use crate::demo::Demo;

async fn address(demo: &Demo, fields: &[(&str, &str)]) -> String {
    let request = demo.request(reqwest::Method::GET, "/address");
    let request = fields.iter().fold(request, |request, (name, value)| {
        request.header(*name, *value)
    });
    demo.send(request).await.body
}

async fn behind(proxies: &[&str], forwarded_by: ForwardedBy) -> Demo {
    let proxies = proxies
        .iter()
        .map(|network| network.parse().unwrap())
        .collect();
    Demo::start_with(|settings, _| {
        settings.trusted_proxies = proxies;
        settings.forwarded_by = forwarded_by;
    })
    .await
}

#[tokio::test]
async fn untrusted_proxies_are_ignored() {
    let demo = Demo::start().await;
    let lies = [
        ("x-forwarded-for", "203.0.113.1"),
        ("forwarded", "for=203.0.113.2"),
        ("x-real-ip", "203.0.113.3"),
    ];
    assert_eq!(address(&demo, &lies).await, "127.0.0.1");
}

#[tokio::test]
async fn trusted_proxies_are_followed_to_the_first_untrusted_hop() {
    let demo = behind(&["127.0.0.0/8", "10.0.0.0/8"], ForwardedBy::XForwardedFor).await;
    let cases = [
        ("203.0.113.9", "203.0.113.9"),
        ("1.1.1.1, 203.0.113.9", "203.0.113.9"),
        ("1.1.1.1, 203.0.113.9, 10.1.2.3", "203.0.113.9"),
        ("10.9.9.9, 10.1.2.3", "10.9.9.9"),
        ("203.0.113.9:4711", "203.0.113.9"),
        ("2001:db8::7", "2001:db8::7"),
        ("[2001:db8::7]:4711", "2001:db8::7"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("203.0.113.9, nonsense", "127.0.0.1"),
        ("203.0.113.9, nonsense, 10.1.2.3", "10.1.2.3"),
        ("", "127.0.0.1"),
    ];
    for (value, client) in cases {
        let found = address(&demo, &[("x-forwarded-for", value)]).await;
        assert_eq!(found, client, "{value}");
    }
    let lines = [
        ("x-forwarded-for", "1.1.1.1"),
        ("x-forwarded-for", "203.0.113.9"),
    ];
    assert_eq!(address(&demo, &lines).await, "203.0.113.9");
    let other = [("forwarded", "for=203.0.113.2")];
    assert_eq!(address(&demo, &other).await, "127.0.0.1");
}

#[tokio::test]
async fn only_the_configured_forwarding_header_is_read() {
    let demo = behind(&["127.0.0.1/32"], ForwardedBy::Forwarded).await;
    let cases = [
        ("for=203.0.113.9", "203.0.113.9"),
        (
            "for=1.1.1.1, For=\"203.0.113.9:80\";proto=https;by=10.0.0.1",
            "203.0.113.9",
        ),
        ("proto=https; for=\"[2001:db8::7]:4711\"", "2001:db8::7"),
        ("for=_hidden", "127.0.0.1"),
        ("for=unknown", "127.0.0.1"),
    ];
    for (value, client) in cases {
        let fields = [("forwarded", value), ("x-forwarded-for", "198.51.100.1")];
        assert_eq!(address(&demo, &fields).await, client, "{value}");
    }
}
