use super::act::Done;
use super::{Actor, Administration, AuditAction, AuditSubject};
use crate::id::JobId;
use crate::job::{RetryJobError, requeue};

impl Administration {
    /// Requeues a job that failed permanently, with no attempts counted.
    pub async fn retry_job(&self, actor: Actor, id: JobId) -> Result<(), RetryJobError> {
        let span = tracing::info_span!("administration.retry_job");
        self.perform(span, self.retry(actor, id)).await
    }

    async fn retry(&self, actor: Actor, id: JobId) -> Result<Done<()>, RetryJobError> {
        let act = self.begin(actor).await?;
        let job = requeue(&*act.unit, id, act.now).await?;
        let details = Some(job.kind().to_owned());
        let subject = AuditSubject::Job(id);
        let done = act.commit(AuditAction::RetryJob, subject, details, ());
        Ok(done.await?)
    }
}
