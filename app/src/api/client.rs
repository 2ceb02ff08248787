use std::net::IpAddr;

use poem::{FromRequest, Request, RequestBody, Result};

use crate::http::ClientAddr;

/// The address of the client, by whose network a request is limited.
#[derive(Debug)]
pub struct Client(pub Option<IpAddr>);

impl<'a> FromRequest<'a> for Client {
    async fn from_request(request: &'a Request, _: &mut RequestBody) -> Result<Self> {
        Ok(Self(request.data::<ClientAddr>().map(|client| client.0)))
    }
}
