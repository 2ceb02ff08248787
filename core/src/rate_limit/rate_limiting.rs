use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use super::key::RateKeys;
use super::network::Network;
use super::{Policy, RateLimitError, RateLimited, RateLimits};
use crate::fault::QuotaStanding;
use crate::id::UserId;
use crate::ports::{Bucket, Clock, Ports, RateDecision, RateLimiter, StoreError};
use crate::token::Secret;

/// Decides which policies apply to a use case. A caller without an address, such as a command, is not limited.
#[derive(Clone)]
pub(crate) struct RateLimiting(Option<Arc<Limited>>);

/// Everything, where rate limits are on.
pub(super) struct Limited {
    /// Shared by all nodes.
    shared: Arc<dyn RateLimiter>,
    /// Of this node alone.
    own: Arc<dyn RateLimiter>,
    pub(super) clock: Arc<dyn Clock>,
    keys: RateKeys,
    limits: RateLimits,
}

impl RateLimiting {
    /// On these ports, with the limits, or none. `secret` is the same on all nodes.
    pub(crate) fn new(ports: &Ports, limits: Option<&RateLimits>, secret: &Secret) -> Self {
        let limited = |limits: &RateLimits| {
            Arc::new(Limited {
                shared: ports.rate_limiter.clone(),
                own: ports.node_rate_limiter.clone(),
                clock: ports.clock.clone(),
                keys: RateKeys::new(secret),
                limits: *limits,
            })
        };
        Self(limits.map(limited))
    }

    /// Before an account is registered.
    pub(crate) async fn registration(&self, client: Option<IpAddr>) -> Result<(), RateLimitError> {
        let policies = [Policy::Registration, Policy::RegistrationAround];
        self.by_client(policies, client).await
    }

    /// Before it is known whether a mail is sent to an address.
    pub(crate) async fn mail_request(&self, client: Option<IpAddr>) -> Result<(), RateLimitError> {
        let policies = [Policy::MailRequests, Policy::MailRequestsAround];
        self.by_client(policies, client).await
    }

    /// Before the password of an account is checked to change its address.
    pub(crate) async fn email_change(&self, user: UserId) -> Result<(), RateLimitError> {
        let Some(limited) = &self.0 else {
            return Ok(());
        };
        // In two parts, unlike the network of a client.
        let subject = [b"account".as_slice(), &user.0.to_be_bytes()];
        let bucket = limited.bucket(Policy::MailRequests, &subject);
        limited.admit_shared(&[bucket]).await
    }

    /// Before an anonymous link is created.
    pub(crate) async fn anonymous_link(
        &self,
        client: Option<IpAddr>,
    ) -> Result<(), RateLimitError> {
        let policies = [Policy::AnonymousLinks, Policy::AnonymousLinksAround];
        self.by_client(policies, client).await
    }

    /// Once a slug is known to have no link. Such requests are counted by each node: they are many, and come before any other
    /// statement.
    pub(crate) async fn unknown_slug(&self, client: Option<IpAddr>) -> Result<(), RateLimitError> {
        let policies = [Policy::UnknownSlugs, Policy::UnknownSlugsAround];
        let Some((limited, client)) = self.of(client) else {
            return Ok(());
        };
        let buckets = limited.of_client(policies, client);
        limited.admit(&*limited.own, &buckets).await
    }

    /// Before an abuse report is accepted.
    pub(crate) async fn abuse_report(&self, client: Option<IpAddr>) -> Result<(), RateLimitError> {
        let policies = [Policy::AbuseReports, Policy::AbuseReportsAround];
        self.by_client(policies, client).await
    }

    /// Before an import.
    pub(crate) async fn import(&self, user: UserId) -> Result<(), RateLimitError> {
        self.by_account(Policy::LinkImports, user).await
    }

    /// Before a report is ordered.
    pub(crate) async fn report(&self, user: UserId) -> Result<(), RateLimitError> {
        self.by_account(Policy::Reports, user).await
    }

    /// Whether one more mail on request may be sent to each of these addresses, in their canonical form. This is not revealed to
    /// whoever requested it.
    pub(crate) async fn may_mail(&self, addresses: &[&str]) -> Result<bool, StoreError> {
        let Some(limited) = &self.0 else {
            return Ok(true);
        };
        let addresses = addresses.iter();
        let buckets = addresses.map(|address| limited.bucket(Policy::Mails, &[address.as_bytes()]));
        let buckets: Vec<_> = buckets.collect();
        let decision = limited.take(&*limited.shared, &buckets).await?;
        Ok(decision.allowed)
    }

    /// The limits, if they apply to this client.
    pub(super) fn of(&self, client: Option<IpAddr>) -> Option<(&Limited, IpAddr)> {
        self.0.as_deref().zip(client)
    }

    async fn by_client(
        &self,
        policies: [Policy; 2],
        client: Option<IpAddr>,
    ) -> Result<(), RateLimitError> {
        let Some((limited, client)) = self.of(client) else {
            return Ok(());
        };
        let buckets = limited.of_client(policies, client);
        limited.admit_shared(&buckets).await
    }

    async fn by_account(&self, policy: Policy, user: UserId) -> Result<(), RateLimitError> {
        let Some(limited) = &self.0 else {
            return Ok(());
        };
        let bucket = limited.bucket(policy, &[&user.0.to_be_bytes()]);
        limited.admit_shared(&[bucket]).await
    }
}

impl Limited {
    /// The bucket of a policy for a subject.
    pub(super) fn bucket(&self, policy: Policy, subject: &[&[u8]]) -> Bucket {
        Bucket {
            policy,
            key: self.keys.key(policy, subject),
            quota: self.limits.quota(policy),
        }
    }

    /// The bucket of a policy for the network of a client, and that of another for what is around it.
    pub(super) fn of_client(&self, [own, around]: [Policy; 2], client: IpAddr) -> [Bucket; 2] {
        let by = |policy, network: Network| self.bucket(policy, &[network.as_bytes()]);
        [
            by(own, Network::of(client)),
            by(around, Network::around(client)),
        ]
    }

    /// Takes one use of each, of those that all nodes share.
    pub(super) async fn admit_shared(&self, buckets: &[Bucket]) -> Result<(), RateLimitError> {
        self.admit(&*self.shared, buckets).await
    }

    /// Takes one use, and returns what is left.
    pub(super) async fn take_shared(&self, bucket: Bucket) -> Result<RateDecision, StoreError> {
        self.take(&*self.shared, &[bucket]).await
    }

    /// Makes these buckets full again.
    pub(super) async fn reset(&self, buckets: &[Bucket]) -> Result<(), StoreError> {
        let keys: Vec<_> = buckets.iter().map(|bucket| bucket.key).collect();
        self.shared.reset(&keys).await
    }

    async fn admit(
        &self,
        limiter: &dyn RateLimiter,
        buckets: &[Bucket],
    ) -> Result<(), RateLimitError> {
        let decision = self.take(limiter, buckets).await?;
        if decision.allowed {
            return Ok(());
        }
        let standings = buckets.iter().zip(decision.standings);
        let standings = standings.map(|(bucket, standing)| QuotaStanding {
            policy: bucket.policy.name(),
            uses: bucket.quota.uses(),
            period: bucket.quota.period(),
            remaining: standing.remaining,
            wait: standing.wait,
        });
        Err(RateLimited::new(standings.collect::<Vec<_>>()).into())
    }

    async fn take(
        &self,
        limiter: &dyn RateLimiter,
        buckets: &[Bucket],
    ) -> Result<RateDecision, StoreError> {
        limiter.take(buckets, self.clock.now()).await
    }
}

impl fmt::Debug for RateLimiting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RateLimiting").finish_non_exhaustive()
    }
}
