//! Korotko's clock, randomness, password hashing and worker loop on tokio.
