//! Independent jobs on several threads.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Does all jobs on `threads` threads, each as soon as a thread is free and in order of their beginning, until `stop`
/// says so. Jobs under way are finished.
///
/// Plain threads rather than rayon: a rayon thread that waits for runs within a point would begin another point on top
/// of it, and more points would be in memory than threads.
///
/// # Errors
/// If the system gives no threads; nothing was done then.
pub fn work<J: Sync>(
    jobs: &[J],
    threads: usize,
    stop: &(dyn Fn() -> bool + Sync),
    job: &(dyn Fn(&J) + Sync),
) -> std::io::Result<()> {
    let next = AtomicUsize::new(0);
    let worker = || {
        while !stop() {
            let Some(one) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) else { break };
            job(one);
        }
    };
    std::thread::scope(|scope| {
        let others = threads.min(jobs.len()).saturating_sub(1);
        let started: std::io::Result<Vec<_>> =
            (0..others).map(|_| std::thread::Builder::new().spawn_scoped(scope, worker)).collect();
        if started.is_err() {
            next.store(jobs.len(), Ordering::Relaxed); // Those that did start have nothing more to do.
        } else {
            worker();
        }
        started.map(drop)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    #[test]
    fn every_job_is_done_once_on_any_number_of_threads() {
        let jobs: Vec<usize> = (0..100).collect();
        for threads in [1, 2, 7, 200] {
            let done = Mutex::new(Vec::new());
            work(&jobs, threads, &|| false, &|job| done.lock().expect("no panic").push(*job)).expect("threads");
            let mut done = done.into_inner().expect("no panic");
            done.sort_unstable();
            assert_eq!(done, jobs);
        }
    }

    #[test]
    fn no_job_begins_after_the_stop() {
        let jobs: Vec<usize> = (0..100).collect();
        let done = AtomicUsize::new(0);
        let stop = || done.load(Ordering::SeqCst) >= 10;
        work(&jobs, 3, &stop, &|_| {
            done.fetch_add(1, Ordering::SeqCst);
        })
        .expect("threads");
        assert!((10..=12).contains(&done.into_inner()), "at most those under way on two other threads come after it");
    }
}
