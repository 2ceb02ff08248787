//! Errors of invalid parameters.

use reqwest::Method;
use serde_json::json;

use crate::demo::Demo;

#[tokio::test]
async fn an_invalid_parameter_is_named() {
    let demo = Demo::start().await;
    let number = "must be a whole number, such as 1";
    let limit = "must be a whole number from 1 to 100";
    for (path, field, message) in [
        ("/people", "limit", "is missing"),
        ("/people?limit=hush", "limit", limit),
        ("/people?limit=-1", "limit", limit),
        ("/people?limit=99999999999", "limit", limit),
        ("/people?limit=0", "limit", "must be at least 1"),
        ("/people?limit=101", "limit", "must be at most 100"),
        ("/people/hush", "id", number),
        ("/pairs/1/hush", "right", number),
        ("/pairs/hush/1", "left", number),
    ] {
        let body = demo.get(path).await.bad_parameter([field]).json();
        let errors = json!([{"field": field, "message": message}]);
        assert_eq!(body["errors"], errors, "{path}");
        let text = body.to_string();
        assert!(!text.contains("param0") && !text.contains("hush"), "{text}");
    }
}

#[tokio::test]
async fn path_parameters_keep_their_order() {
    let demo = Demo::start().await;
    assert_eq!(demo.get("/pairs/1/2").await.body, "[1,2]");
}

#[tokio::test]
async fn unknown_and_repeated_parameters_are_named_with_the_known_ones() {
    let demo = Demo::start().await;
    let known = "is not a known parameter; known are limit";
    let none = "is not a known parameter; there are none";
    let twice = "is given more than once; give it once";
    let long = "x".repeat(100);
    for (path, errors) in [
        ("/people?limit=1&limits=2", vec![("limits", known)]),
        ("/people/?Limit=1", vec![("Limit", known)]),
        ("/people?limit=1&limit=1", vec![("limit", twice)]),
        ("/people?limit=1&li%6Dit=2&limit=3", vec![("limit", twice)]),
        (
            "/people?a=1&limit=1&a=2&%3Cb%3E=&limit=2&=",
            vec![("a", known), ("<b>", known), ("limit", twice), ("", known)],
        ),
        ("/people/1?id=1", vec![("id", none)]),
        ("/me?x", vec![("x", none)]),
        (&format!("/me?{long}"), vec![(&long[..64], none)]),
    ] {
        let refused = demo.get(path).await.refused(400, "invalid-parameter");
        let errors = errors.into_iter();
        let errors: Vec<_> = errors
            .map(|(field, message)| json!({"field": field, "message": message}))
            .collect();
        assert_eq!(refused.json()["errors"], json!(errors), "{path}");
    }
}

#[tokio::test]
async fn the_number_of_reported_parameters_is_limited() {
    let demo = Demo::start().await;
    let many: Vec<_> = (0..1000).map(|number| format!("p{number}=1")).collect();
    let many = format!("/me?{}", many.join("&"));
    let refused = demo.get(&many).await.refused(400, "invalid-parameter");
    assert_eq!(refused.fields().len(), 16);
    for path in [
        "/people?limit=5&",
        "/people?&limit=5",
        "/docs?x=1",
        "/openapi.json?x=1",
        "/me?",
    ] {
        let status = demo.get(path).await.status;
        assert!(status == 200 || status == 401, "{path}: {status}");
    }
    for (method, status) in [(Method::HEAD, 400), (Method::PATCH, 405)] {
        let request = demo.request(method, "/people/1?x=1");
        assert_eq!(demo.send(request).await.status, status);
    }
}
