use std::collections::HashSet;
use std::sync::Arc;

use korotko_core::job::Job;
use korotko_core::ports::{InsertJob, JobOutcome, JobQuery, Store};
use sea_orm::ConnectionTrait;

use crate::fixtures::{Database, insert_user, moment, on_both};

on_both!(
    many_workers_never_claim_one_job_twice,
    an_unreadable_job_is_unknown_and_does_not_block_others,
    an_error_text_may_contain_any_character,
);

async fn many_workers_never_claim_one_job_twice(database: Database) {
    let store = Arc::new(database.store().await);
    let user = insert_user(&store, "ann@example.com").await;
    let unit = store.begin().await.unwrap();
    for _ in 0..200 {
        let job = Job::SendVerification { user };
        unit.jobs()
            .insert(&InsertJob::untraced(job, moment(0)))
            .await
            .unwrap();
    }
    unit.commit().await.unwrap();
    let workers: Vec<_> = (0..8)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move {
                let mut taken = Vec::new();
                loop {
                    let unit = store.begin().await.unwrap();
                    let claims = unit.jobs().claim(moment(1), moment(9), 7).await.unwrap();
                    unit.commit().await.unwrap();
                    assert!(claims.len() <= 7, "{} claims", claims.len());
                    if claims.is_empty() {
                        return taken;
                    }
                    taken.extend(claims.into_iter().map(|claim| claim.id));
                }
            })
        })
        .collect();
    let mut taken = Vec::new();
    for worker in workers {
        taken.extend(worker.await.unwrap());
    }
    let distinct: HashSet<_> = taken.iter().collect();
    assert_eq!((taken.len(), distinct.len()), (200, 200));
}

async fn an_unreadable_job_is_unknown_and_does_not_block_others(database: Database) {
    let store = database.store().await;
    let user = insert_user(&store, "ann@example.com").await;
    let raw = database.raw().await;
    for payload in [
        "not even JSON",
        r#"{"kind": "send-carrier-pigeon", "loft": {"name": "north"}}"#,
        r#"{"kind": "send-verification", "user": "ann"}"#,
    ] {
        let insert = format!(
            "INSERT INTO jobs (kind, payload, state, attempts, lease, run_at, created_at)
            VALUES ('x', '{payload}', 'waiting', 0, 0, 0, 0)"
        );
        raw.execute_unprepared(&insert).await.unwrap();
    }
    let unit = store.begin().await.unwrap();
    let known = Job::SendPasswordReset { user };
    unit.jobs()
        .insert(&InsertJob::untraced(known.clone(), moment(0)))
        .await
        .unwrap();
    let expected = [Job::Unknown, Job::Unknown, Job::Unknown, known];
    let all = JobQuery {
        limit: 9,
        ..JobQuery::default()
    };
    let listed = unit.jobs().list(&all).await.unwrap();
    let listed: Vec<_> = listed.into_iter().map(|record| record.job).collect();
    assert_eq!(listed, expected);
    let claimed = unit.jobs().claim(moment(0), moment(9), 9).await.unwrap();
    let claimed: Vec<_> = claimed.into_iter().map(|claim| claim.job).collect();
    assert_eq!(claimed, expected);
}

async fn an_error_text_may_contain_any_character(database: Database) {
    let store = database.store().await;
    let user = insert_user(&store, "ann@example.com").await;
    let unit = store.begin().await.unwrap();
    let jobs = unit.jobs();
    let job = Job::SendVerification { user };
    let job = InsertJob::untraced(job, moment(0));
    jobs.insert(&job).await.unwrap();
    let claims = jobs.claim(moment(0), moment(9), 1).await.unwrap();
    let error = "550 \0 'no' \"such\" \u{1f426}".to_owned();
    let failed = JobOutcome::Failed {
        at: moment(1),
        error,
    };
    assert!(jobs.finish(&claims[0], &failed).await.unwrap());
    let all = JobQuery {
        limit: 9,
        ..JobQuery::default()
    };
    let listed = jobs.list(&all).await.unwrap();
    let kept = "550 \u{fffd} 'no' \"such\" \u{1f426}";
    assert_eq!(listed[0].last_error.as_deref(), Some(kept));
}
