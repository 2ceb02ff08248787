//! Korotko: a URL shortener with accounts, an HTTP API and a Swagger UI.
