use std::pin::pin;
use std::time::Duration;

use chrono::TimeDelta;
use futures_util::future::{Either, select};
use tracing::Instrument;

use super::send::SendError;
use super::{Job, Jobs};
use crate::deferred::LEASE;
use crate::fault::catch_panic;
use crate::ports::{Claim, JobOutcome, MailError, StoreError, Timestamp};
use crate::report::{DeliverError, record_report_outcome};
use crate::token::EmailChangeSide;

/// How often a claim is renewed while its job runs: three times a lease.
const RENEWAL: Duration = Duration::from_secs(3);
/// A job fails permanently after so many attempts: with the waits below, in about 13 hours…
const MAX_ATTEMPTS: u32 = 24;
/// …and not earlier. Attempts of workers that were killed follow each other without those waits, so that a service that is
/// restarted all the time for some minutes would use up the attempts of every waiting job.
const PATIENCE: TimeDelta = TimeDelta::hours(13);
/// The longest wait between two attempts, in seconds.
const MAX_WAIT: i64 = 3600;
/// How long a report waits while another one is created here. Another worker may claim it at any time.
const BUSY_WAIT: TimeDelta = TimeDelta::seconds(3);
/// How long a job of an unknown kind is left for a worker that knows it.
const UNKNOWN_WAIT: TimeDelta = TimeDelta::minutes(1);

/// The outcome of executing a claim.
pub(super) enum ExecutionOutcome {
    Done,
    Deferred,
    Failed,
    Lost,
}

impl Jobs {
    /// Executes a claim, keeps its lease during the work, and records the outcome.
    pub(super) async fn execute(&self, claim: &Claim) -> ExecutionOutcome {
        let span = tracing::info_span!("job", id = %claim.id, kind = claim.job.kind(), attempt = claim.attempts);
        if let Some(trace) = &claim.trace {
            self.ports.trace_propagator.continue_trace(&span, trace);
        }
        async {
            match self.work_with_lease(claim).await {
                Some(outcome) => self.finish(claim, outcome).await,
                None => ExecutionOutcome::Lost,
            }
        }
        .instrument(span)
        .await
    }

    /// Works while the lease is kept; `None` when another worker has claimed the job. When this returns, both futures are
    /// dropped, and with them any open unit: otherwise recording the outcome would wait for it.
    async fn work_with_lease(&self, claim: &Claim) -> Option<JobOutcome> {
        let work = pin!(self.attempt(claim));
        let lease = pin!(self.keep_lease(claim));
        match select(work, lease).await {
            Either::Left((outcome, _)) => Some(outcome),
            Either::Right(((), _)) => None,
        }
    }

    /// Returns only when another worker has claimed the job.
    async fn keep_lease(&self, claim: &Claim) {
        loop {
            self.ports.clock.sleep(RENEWAL).await;
            match self.renew(claim).await {
                Ok(true) => {}
                Ok(false) => return,
                Err(error) => {
                    tracing::warn!(event = "claim_not_renewed", %error, "job claim could not be renewed");
                }
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

    /// A job that panics has failed permanently: it would meet the same defect again.
    async fn attempt(&self, claim: &Claim) -> JobOutcome {
        let worked = catch_panic(self.work(claim)).await;
        worked.unwrap_or_else(|panicked| JobOutcome::Failed {
            at: self.ports.clock.now(),
            error: format!("the job {panicked}"),
        })
    }

    async fn work(&self, claim: &Claim) -> JobOutcome {
        let now = self.ports.clock.now();
        if claim.attempts > MAX_ATTEMPTS && is_old(claim, now) {
            // Each worker died before it could record an error.
            return JobOutcome::Failed {
                at: now,
                error: "failed permanently: no attempt completed".to_owned(),
            };
        }
        let sent = match &claim.job {
            Job::SendVerification { user } => self.send_verification(*user, claim, now).await,
            Job::SendInvitation { invitation } => {
                self.send_invitation(*invitation, claim, now).await
            }
            Job::SendPasswordReset { user } => self.send_password_reset(*user, claim, now).await,
            Job::SendEmailChangeToOld { change, .. } => {
                let side = EmailChangeSide::Old;
                self.send_email_change(*change, side, claim, now).await
            }
            Job::SendEmailChangeToNew { change, .. } => {
                let side = EmailChangeSide::New;
                self.send_email_change(*change, side, claim, now).await
            }
            Job::SendEmailChanged { change, .. } => {
                self.send_email_changed(*change, claim, now).await
            }
            Job::SendReport { report, .. } => self.send_report(*report, claim, now).await,
            Job::SendAbuseReport { report } => self.send_abuse_report(*report, claim, now).await,
            Job::Unknown => {
                return JobOutcome::Release {
                    at: now + UNKNOWN_WAIT,
                    error: "this version does not know this kind of job".to_owned(),
                };
            }
        };
        self.outcome_of(claim, sent)
    }

    fn outcome_of(&self, claim: &Claim, sent: Result<(), SendError>) -> JobOutcome {
        let at = self.ports.clock.now();
        let error = match sent {
            Ok(()) => {
                self.mail_backoff.reset();
                return JobOutcome::Done { at };
            }
            Err(error) => error,
        };
        let text = error.to_string();
        match error {
            SendError::Mail(MailError::Unavailable(_)) => JobOutcome::Release {
                at: self.mail_backoff.extend(at),
                error: text,
            },
            SendError::NoAddress => JobOutcome::Release {
                at: at + UNKNOWN_WAIT,
                error: text,
            },
            SendError::Report(DeliverError::Busy) => JobOutcome::Release {
                at: at + BUSY_WAIT,
                error: text,
            },
            error if error.is_final() => {
                if matches!(error, SendError::Mail(_)) {
                    self.mail_backoff.reset();
                }
                JobOutcome::Failed { at, error: text }
            }
            _ if claim.attempts >= MAX_ATTEMPTS && is_old(claim, at) => {
                JobOutcome::Failed { at, error: text }
            }
            _ => JobOutcome::Retry {
                at: at + self.wait_after(claim.attempts),
                error: text,
            },
        }
    }

    /// Twice as long after each attempt, from 2 s up to an hour, with a jitter of 25 %, so that jobs which failed together are
    /// not retried together.
    fn wait_after(&self, attempts: u32) -> TimeDelta {
        let seconds = (1_i64 << attempts.min(12)).min(MAX_WAIT);
        let mut jitter = [128];
        // Without random bytes there is no jitter.
        let _ = self.ports.random.fill(&mut jitter);
        TimeDelta::milliseconds(seconds * (750 + i64::from(jitter[0]) * 500 / 255))
    }

    async fn finish(&self, claim: &Claim, outcome: JobOutcome) -> ExecutionOutcome {
        let execution = describe(claim.created_at, &outcome);
        match self.record_outcome(claim, &outcome).await {
            Ok(true) => execution,
            Ok(false) => ExecutionOutcome::Lost,
            Err(error) => {
                // The lease ends, and another worker claims the job.
                tracing::error!(event = "job_outcome_not_recorded", %error, "job outcome could not be recorded");
                ExecutionOutcome::Deferred
            }
        }
    }

    async fn record_outcome(
        &self,
        claim: &Claim,
        outcome: &JobOutcome,
    ) -> Result<bool, StoreError> {
        let unit = self.ports.store.begin().await?;
        let held = unit.jobs().finish(claim, outcome).await?;
        if let Some(report) = claim.job.report().filter(|_| held) {
            record_report_outcome(&*unit, report, outcome).await?;
        }
        unit.commit().await?;
        Ok(held)
    }
}

fn describe(created_at: Timestamp, outcome: &JobOutcome) -> ExecutionOutcome {
    match outcome {
        JobOutcome::Done { at } => {
            let after_ms = (*at - created_at).num_milliseconds();
            tracing::info!(event = "job_done", after_ms, "job done");
            ExecutionOutcome::Done
        }
        JobOutcome::Release { error, .. } if *error == DeliverError::Busy.to_string() => {
            tracing::debug!(error, "job requeued");
            ExecutionOutcome::Deferred
        }
        JobOutcome::Retry { at, error } | JobOutcome::Release { at, error } => {
            tracing::warn!(event = "job_deferred", again_at = %at, error, "job deferred");
            ExecutionOutcome::Deferred
        }
        JobOutcome::Failed { error, .. } => {
            tracing::error!(
                event = "job_failed",
                error,
                "job failed permanently; `korotko jobs retry` runs it again"
            );
            ExecutionOutcome::Failed
        }
    }
}

fn is_old(claim: &Claim, now: Timestamp) -> bool {
    now - claim.created_at >= PATIENCE
}
