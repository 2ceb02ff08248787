use bytes::Bytes;

/// A response whose body is complete, independent of the framework.
pub type FullResponse = poem::http::Response<Bytes>;

/// The same response for the framework.
pub(crate) fn into_poem(response: FullResponse) -> poem::Response {
    let (head, body) = response.into_parts();
    let mut response = poem::Response::from((head.status, body));
    *response.headers_mut() = head.headers;
    *response.extensions_mut() = head.extensions;
    response
}
