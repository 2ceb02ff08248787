use super::settings::Config;
use super::start_error::StartError;
use crate::http::Server;
use crate::metrics::MetricsListener;

/// The sockets of a service.
pub(super) struct Listeners {
    pub(super) server: Server,
    pub(super) metrics: Option<MetricsListener>,
}

impl Listeners {
    /// Binds the addresses of a configuration.
    pub(super) async fn bind(config: &Config) -> Result<Self, StartError> {
        let server = Server::bind(config.listen).await;
        let server = server.map_err(|error| StartError::Listen(config.listen, error))?;
        let metrics = bind_metrics(config).await?;
        Ok(Self { server, metrics })
    }
}

/// Binds the address of the metrics, if there is one.
pub(crate) async fn bind_metrics(config: &Config) -> Result<Option<MetricsListener>, StartError> {
    let Some(listen) = config.metrics_listen else {
        return Ok(None);
    };
    let bound = MetricsListener::bind(listen).await;
    let bound = bound.map_err(|error| StartError::ListenMetrics(listen, error))?;
    Ok(Some(bound))
}
