//! Work that is done by several threads at once.

use std::panic::resume_unwind;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread::{Builder, available_parallelism, scope};

/// Threads at most, where nobody says how many.
const MOST: usize = 4;

/// How many processors there are. The system looks into several files for the answer, so it is asked once.
fn processors() -> usize {
    static COUNT: OnceLock<usize> = OnceLock::new();
    *COUNT.get_or_init(|| available_parallelism().map_or(1, |count| count.get()))
}

/// How many threads may work where `wanted` are asked for; 0 asks for as many as help.
pub fn count_of(wanted: usize) -> usize {
    if wanted == 0 { processors().min(MOST) } else { wanted.min(MOST) }
}

/// Work on parts by up to so many threads: each takes part after part, with its number, until none is
/// left. What came of the threads, in no order.
///
/// So one that comes late or is held up leaves more to the others, and where none is to be had all is
/// done here. This one waits: while it works, a new one is often put beside it on one processor, and
/// begins some milliseconds late.
pub fn share<P: Send, T: Send>(
    parts: Vec<P>,
    threads: usize,
    work: impl Fn(&mut dyn Iterator<Item = (usize, P)>) -> T + Sync,
) -> Vec<T> {
    let others = Some(threads.min(parts.len())).filter(|&count| count > 1).unwrap_or(0);
    let left = Mutex::new(parts.into_iter().enumerate());
    let next = || left.lock().unwrap_or_else(PoisonError::into_inner).next();
    let take = || work(&mut std::iter::from_fn(next));
    scope(|scope| {
        let start = |_| Builder::new().spawn_scoped(scope, take).ok();
        let started: Vec<_> = (0..others).filter_map(start).collect();
        if started.is_empty() {
            return vec![take()];
        }
        let end = |panic| resume_unwind(panic);
        started.into_iter().map(|thread| thread.join().unwrap_or_else(end)).collect()
    })
}

/// The same where each part is worked on by itself: what came of them, in their order.
pub fn each<P: Send, T: Send>(
    parts: Vec<P>,
    threads: usize,
    work: impl Fn(P) -> T + Sync,
) -> Vec<T> {
    let done = share(parts, threads, |parts| {
        parts.map(|(place, part)| (place, work(part))).collect::<Vec<_>>()
    });
    let mut done: Vec<_> = done.into_iter().flatten().collect();
    done.sort_unstable_by_key(|&(place, _)| place);
    done.into_iter().map(|(_, one)| one).collect()
}

#[cfg(test)]
mod tests {
    use super::{each, share};

    #[test]
    fn what_comes_of_parts_stands_in_their_order() {
        for threads in 1..4 {
            assert_eq!(each(vec![3, 1, 2], threads, |number| number * 10), [30, 10, 20]);
            let mut bytes = [0; 4];
            let (one, two) = bytes.split_at_mut(2);
            each(vec![(one, 1), (two, 2)], threads, |(part, value)| part.fill(value));
            assert_eq!(bytes, [1, 1, 2, 2]);
            assert!(each(Vec::<u8>::new(), threads, |one| one).is_empty());
        }
    }

    #[test]
    fn each_part_is_taken_once() {
        for threads in 1..4 {
            let taken = share((0..100).collect(), threads, |parts| parts.collect::<Vec<_>>());
            assert_eq!(taken.len(), threads);
            let mut all = taken.concat();
            all.sort_unstable();
            assert_eq!(all, (0..100).map(|number| (number, number)).collect::<Vec<_>>());
        }
    }
}
