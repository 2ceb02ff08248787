//! The application in process, and its test environment.

mod app;
mod browser;
mod clicks;
mod counting_hasher;
mod counting_routes;
pub mod document;
mod dump;
mod fake_world;
mod forgery;
mod host_lists;
mod member;
mod people;
mod raw;
mod request;
mod run;
mod schema;
mod setup;
mod switched_store;
mod wire;
pub mod workbook;

pub use app::App;
pub use clicks::{CURL, FIREFOX, WHATSAPP};
pub use document::Operation;
pub use dump::{dump, lost};
pub use fake_world::{
    ANN, EMAIL_SECRET, JWT_SECRET, LINKS, PUBLIC_URL, URL, invitation_token, sealed, start_of_time,
    unsubscribe_token, verification_token,
};
pub use forgery::Forgery;
pub use korotko_testkit::{Answer, eventually, until};
pub use people::{Member, PASSWORD};
pub use request::{Ask, at_once};
pub(crate) use run::on_both_databases;
pub use run::{Backend, run};
pub use setup::{ABUSE_MAIL, Setup};
