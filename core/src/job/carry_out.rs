use std::pin::pin;
use std::time::Duration;

use chrono::TimeDelta;
use futures_util::future::{Either, select};
use tracing::Instrument;

use super::send::SendError;
use super::{Job, Jobs};
use crate::deferred::LEASE;
use crate::fault::catch_panic;
use crate::ports::{Claim, MailError, Settlement, StoreError, Timestamp};
use crate::report::{DeliverError, settle_report};

/// How often a claim is renewed while its job runs: three times a lease.
const RENEWAL: Duration = Duration::from_secs(3);
/// After so many attempts a job is given up: with the waits below, after about 13 hours.
const MAX_ATTEMPTS: u32 = 24;
/// The longest wait between two attempts.
const MAX_WAIT: i64 = 3600;
/// How long a report waits while another is being made here. Another worker may take it sooner or later.
const BUSY_WAIT: TimeDelta = TimeDelta::seconds(3);
/// How long a job of an unknown kind is left for a worker that knows it.
const UNKNOWN_WAIT: TimeDelta = TimeDelta::minutes(1);

/// How carrying out a claim ended.
pub(super) enum Ending {
    Done,
    PutOff,
    Failed,
    Lost,
}

impl Jobs {
    /// Does the work of a claim, holds the claim meanwhile, and writes down how it went.
    pub(super) async fn carry_out(&self, claim: &Claim) -> Ending {
        let span = tracing::info_span!("job", id = %claim.id, kind = claim.job.kind(), attempt = claim.attempts);
        async {
            match self.work_and_hold(claim).await {
                Some(settlement) => self.settle(claim, settlement).await,
                None => Ending::Lost,
            }
        }
        .instrument(span)
        .await
    }

    /// Does the work while the claim is held; `None` when another worker has taken the job over. When it comes back, whoever held
    /// the claim is gone with the unit that may have been open: else the settlement would wait for it.
    async fn work_and_hold(&self, claim: &Claim) -> Option<Settlement> {
        let work = pin!(self.attempt(claim));
        let hold = pin!(self.hold(claim));
        match select(work, hold).await {
            Either::Left((settlement, _)) => Some(settlement),
            Either::Right(((), _)) => None,
        }
    }

    /// Comes back only when another worker has taken the job over.
    async fn hold(&self, claim: &Claim) {
        loop {
            self.ports.clock.sleep(RENEWAL).await;
            match self.renew(claim).await {
                Ok(true) => {}
                Ok(false) => return,
                Err(error) => tracing::warn!(%error, "the claim was not renewed"),
            }
        }
    }

    async fn renew(&self, claim: &Claim) -> Result<bool, StoreError> {
        let until = self.ports.clock.now() + LEASE;
        let unit = self.ports.store.begin().await?;
        let held = unit.jobs().renew(claim, until).await?;
        unit.commit().await?;
        Ok(held)
    }

    /// A job that panics has failed: it would meet the same defect again.
    async fn attempt(&self, claim: &Claim) -> Settlement {
        let worked = catch_panic(self.work(claim)).await;
        worked.unwrap_or_else(|panicked| Settlement::Failed {
            at: self.ports.clock.now(),
            error: format!("the job {panicked}"),
        })
    }

    async fn work(&self, claim: &Claim) -> Settlement {
        let now = self.ports.clock.now();
        if claim.attempts > MAX_ATTEMPTS {
            // Its worker died each time, before it could say why.
            return Settlement::Failed {
                at: now,
                error: "given up: no attempt came to an end".to_owned(),
            };
        }
        let sent = match &claim.job {
            Job::SendVerification { user } => self.send_verification(*user, claim, now).await,
            Job::SendPasswordReset { user } => self.send_password_reset(*user, claim, now).await,
            Job::SendReport { report, .. } => self.send_report(*report, claim, now).await,
            Job::Unknown => {
                return Settlement::Release {
                    at: now + UNKNOWN_WAIT,
                    error: "this version does not know this kind of job".to_owned(),
                };
            }
        };
        self.judge(claim, sent)
    }

    fn judge(&self, claim: &Claim, sent: Result<(), SendError>) -> Settlement {
        let at = self.ports.clock.now();
        let error = match sent {
            Ok(()) => {
                self.pause.end();
                return Settlement::Done { at };
            }
            Err(error) => error,
        };
        let text = error.to_string();
        match error {
            SendError::Mail(MailError::Unavailable(_)) => Settlement::Release {
                at: self.pause.prolong(at),
                error: text,
            },
            SendError::Report(DeliverError::Busy) => Settlement::Release {
                at: at + BUSY_WAIT,
                error: text,
            },
            error if error.is_final() => {
                if matches!(error, SendError::Mail(_)) {
                    self.pause.end();
                }
                Settlement::Failed { at, error: text }
            }
            _ if claim.attempts >= MAX_ATTEMPTS => Settlement::Failed { at, error: text },
            _ => Settlement::Retry {
                at: at + self.wait_after(claim.attempts),
                error: text,
            },
        }
    }

    /// Twice as long after each attempt, from 2 s up to an hour, give or take a quarter, so that what failed together does
    /// not come back together.
    fn wait_after(&self, attempts: u32) -> TimeDelta {
        let seconds = (1_i64 << attempts.min(12)).min(MAX_WAIT);
        let mut jitter = [128];
        // Without random bytes the wait is as good, only less spread.
        let _ = self.ports.random.fill(&mut jitter);
        TimeDelta::milliseconds(seconds * (750 + i64::from(jitter[0]) * 500 / 255))
    }

    async fn settle(&self, claim: &Claim, settlement: Settlement) -> Ending {
        let ending = describe(claim.created_at, &settlement);
        match self.write_down(claim, &settlement).await {
            Ok(true) => ending,
            Ok(false) => Ending::Lost,
            Err(error) => {
                // The lease ends by itself, and the job is taken over.
                tracing::error!(%error, "how the job went was not written down");
                Ending::PutOff
            }
        }
    }

    async fn write_down(&self, claim: &Claim, settlement: &Settlement) -> Result<bool, StoreError> {
        let unit = self.ports.store.begin().await?;
        let held = unit.jobs().settle(claim, settlement).await?;
        if let Some(report) = claim.job.report().filter(|_| held) {
            settle_report(&*unit, report, settlement).await?;
        }
        unit.commit().await?;
        Ok(held)
    }
}

fn describe(created_at: Timestamp, settlement: &Settlement) -> Ending {
    match settlement {
        Settlement::Done { at } => {
            let after_ms = (*at - created_at).num_milliseconds();
            tracing::info!(after_ms, "done");
            Ending::Done
        }
        Settlement::Release { error, .. } if *error == DeliverError::Busy.to_string() => {
            tracing::debug!(error, "put back");
            Ending::PutOff
        }
        Settlement::Retry { at, error } | Settlement::Release { at, error } => {
            tracing::warn!(again_at = %at, error, "put off");
            Ending::PutOff
        }
        Settlement::Failed { error, .. } => {
            tracing::error!(error, "given up; `korotko jobs retry` runs it again");
            Ending::Failed
        }
    }
}
