//! Work that is done by several threads at once.

use std::panic::resume_unwind;
use std::sync::{Mutex, PoisonError};
use std::thread::{Builder, available_parallelism, scope};

/// Threads at most, where nobody says how many.
const MOST: usize = 4;

/// How many threads may work where `wanted` are asked for; 0 asks for as many as help.
pub fn count_of(wanted: usize) -> usize {
    let processors = || available_parallelism().map_or(1, |count| count.get());
    if wanted == 0 { processors().min(MOST) } else { wanted.min(MOST) }
}

/// Work on each part, the first in this thread and each other in one of its own; what came of them.
///
/// Where no thread is to be had, a part is worked on here.
pub fn each<P: Send, T: Send>(parts: Vec<P>, work: impl Fn(P) -> T + Sync) -> Vec<T> {
    let waiting: Vec<_> = parts.into_iter().map(|part| Mutex::new(Some(part))).collect();
    let take = |own: &Mutex<Option<P>>| {
        let part = own.lock().unwrap_or_else(PoisonError::into_inner).take();
        work(part.expect("each part is taken once"))
    };
    let Some((first, others)) = waiting.split_first() else { return Vec::new() };
    scope(|scope| {
        let take = &take;
        let start = |own| Builder::new().spawn_scoped(scope, move || take(own));
        let started: Vec<_> = others.iter().map(|own| (own, start(own))).collect();
        let mut done = vec![take(first)];
        done.extend(started.into_iter().map(|(own, thread)| match thread {
            Ok(thread) => thread.join().unwrap_or_else(|panic| resume_unwind(panic)),
            Err(_) => take(own),
        }));
        done
    })
}

#[cfg(test)]
mod tests {
    use super::each;

    #[test]
    fn what_comes_of_parts_stands_in_their_order() {
        assert_eq!(each(vec![3, 1, 2], |number| number * 10), [30, 10, 20]);
        let mut bytes = [0; 4];
        let (one, two) = bytes.split_at_mut(2);
        each(vec![(one, 1), (two, 2)], |(part, value)| part.fill(value));
        assert_eq!(bytes, [1, 1, 2, 2]);
        assert!(each(Vec::<u8>::new(), |one| one).is_empty());
    }
}
