//! The core by itself, one round a command on standard input: what `benchmarks/native.py` times.
//!
//! `rounds RULES LINES`: rules as JSON, lines of UTF-8. Commands: `warm` translates all lines with a
//! memory that has met them, each in a call, `together` so, a screen of them in one call, `cells` so
//! without the maps, `cold` as `warm` with an empty memory. `warm N` and `together N` have N threads
//! translate all lines many times for each of them, as whoever has much to do would: each takes some
//! lines, and then the next ones, so that none waits for one that began late or was held up; `spin N`
//! has N threads count so, which touches no memory: what the machine gives. Each prints seconds of
//! the clock and seconds of the processors. `check N` has N threads translate all lines in both ways
//! and ends with a fault where a line is not what one thread makes of it. With `--print` the cells of
//! each line are printed instead, then both maps.
#![forbid(unsafe_code)]

use std::error::Error;
use std::fmt::Write;
use std::hint::black_box;
use std::io::{BufRead, stdin};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use brailledesk_core::{Fault, Output, Table, Translated, Words};
use cpu_time::ProcessTime;

/// Lines of a call for many.
const SCREEN: usize = 25;

/// How often all lines are translated for each thread: most of a second, for a system may let a new
/// thread wait some milliseconds, to its next tick, before it gives it a processor of its own.
const TIMES: usize = 32;
/// Lines that a thread takes at a time.
const SHARE: usize = 500;
/// Counts for each thread.
const COUNTS: usize = 240;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, rules, lines, rest @ ..] = arguments.as_slice() else {
        return Err("usage: rounds RULES LINES [--print]".into());
    };
    let rules = std::fs::read_to_string(rules)?;
    let table = Table::from_json(&rules).map_err(|fault| fault.to_string())?;
    let text = std::fs::read_to_string(lines)?;
    let lines: Vec<&str> = text.lines().collect();
    if !rest.is_empty() {
        return print_all(&table, &lines);
    }
    let mut warm: Vec<Words> = Vec::new();
    let shares: Vec<&[&str]> = lines.chunks(SHARE).collect();
    for command in stdin().lock().lines() {
        let command = command?;
        let (name, threads) = match command.split_once(' ') {
            Some((name, threads)) => (name, Some(threads.parse()?)),
            None => (command.as_str(), None),
        };
        let is_shared = threads.is_some();
        let (clock, processors) = (Instant::now(), ProcessTime::now());
        let threads = threads.unwrap_or(1);
        warm.resize_with(warm.len().max(threads), Words::default);
        let mut take_turns = |translate: Way| {
            share(&mut warm[..threads], threads * TIMES * shares.len(), |words, part| {
                translate(&table, shares[part % shares.len()], words);
            });
        };
        match (name, is_shared) {
            ("spin", _) => share(&mut vec![(); threads], threads * COUNTS, |(), _| spin()),
            ("check", _) => check(&table, &lines, &mut warm[..threads]),
            ("warm", true) => take_turns(each),
            ("together", true) => take_turns(together),
            ("warm", false) => each(&table, &lines, &mut warm[0]),
            ("together", false) => together(&table, &lines, &mut warm[0]),
            ("cells", _) => cells(&table, &lines, &mut warm[0]),
            ("cold", _) => each(&table, &lines, &mut Words::default()),
            _ => return Err(format!("{command}: no such command").into()),
        }
        println!("{:.9} {:.9}", clock.elapsed().as_secs_f64(), processors.elapsed().as_secs_f64());
    }
    Ok(())
}

/// One thread for each of `all`, which take part after part. One alone is begun as two are: a thread
/// that the system lets wait to its next tick would count as work of two only.
fn share<T: Send>(all: &mut [T], parts: usize, work: impl Fn(&mut T, usize) + Sync) {
    let next = AtomicUsize::new(0);
    let take = |one: &mut T| {
        let part = || Some(next.fetch_add(1, Ordering::Relaxed)).filter(|&part| part < parts);
        while let Some(part) = part() {
            work(one, part);
        }
    };
    std::thread::scope(|scope| {
        for one in all {
            scope.spawn(|| take(one));
        }
    });
}

/// Some milliseconds for a processor alone, all of which it works: many sums that do not
/// wait for one another. One sum would leave half of a shared processor to its neighbour.
fn spin() {
    let mut sums = [1_u64, 2, 3, 4, 5, 6, 7, 8];
    for step in 0..500_000_u64 {
        for sum in &mut sums {
            *sum = black_box(*sum).rotate_left(5) ^ step;
        }
    }
}

/// How a thread translates some lines.
type Way = fn(&Table, &[&str], &mut Words);

/// Each line in a call, looked at where it was written.
fn each(table: &Table, lines: &[&str], words: &mut Words) {
    for line in lines {
        let done = table.translate_then(line, words, |made: Translated| {
            black_box(made);
        });
        assert_eq!(done, Ok(Some(())), "{line}");
    }
}

/// The lines of a screen in a call.
fn together(table: &Table, lines: &[&str], words: &mut Words) {
    by_screens(lines, words, |screen, words, output| {
        table.translate_each(screen, words, output, |part| {
            black_box(part);
        })
    });
}

/// The same without the maps.
fn cells(table: &Table, lines: &[&str], words: &mut Words) {
    by_screens(lines, words, |screen, words, output| {
        table.translate_cells(screen, words, output, |part| {
            black_box(part);
        })
    });
}

fn by_screens(
    lines: &[&str],
    words: &mut Words,
    translate: impl Fn(&[Option<&str>], &mut Words, &mut Output) -> Result<(), Fault>,
) {
    let mut output: Box<Output> = words.take_output();
    for screen in screens(lines) {
        assert_eq!(translate(&screen, words, &mut output), Ok(()));
        black_box(&output);
    }
    words.give_output(output);
}

fn screens<'a>(lines: &[&'a str]) -> impl Iterator<Item = Vec<Option<&'a str>>> {
    lines.chunks(SCREEN).map(|screen| screen.iter().copied().map(Some).collect())
}

/// Whether threads, each with its own memory, make of each line what one makes, in both ways.
fn check(table: &Table, lines: &[&str], all: &mut [Words]) {
    let mut words = Words::default();
    let alone = |line: &&str| {
        let mut output = Output::default();
        assert_eq!(table.translate_plain(line, &mut words, &mut output), Ok(true), "{line}");
        output
    };
    let right: Vec<Output> = lines.iter().map(alone).collect();
    let parts: Vec<_> = lines.chunks(SHARE).zip(right.chunks(SHARE)).collect();
    share(all, all.len() * parts.len(), |words, part| {
        let (lines, right) = parts[part % parts.len()];
        for (line, right) in lines.iter().zip(right) {
            let is_right = table.translate_then(line, words, |made: Translated| {
                made.cells == right.cells
                    && made.cell_to_char == right.cell_to_char
                    && made.char_to_cell == right.char_to_cell
            });
            assert_eq!(is_right, Ok(Some(true)), "{line}");
        }
        let mut output = Output::default();
        for (screen, right) in screens(lines).zip(right.chunks(SCREEN)) {
            let mut made = Vec::new();
            let done = table.translate_each(&screen, words, &mut output, |part| made.extend(part));
            assert_eq!((done, made.len()), (Ok(()), right.len()));
            for ((part, line), right) in made.iter().zip(&screen).zip(right) {
                assert!(part.of(&output) == *right, "{line:?}");
            }
        }
    });
}

fn print_all(table: &Table, lines: &[&str]) -> Result<(), Box<dyn Error>> {
    let mut words = Words::default();
    let mut output: Output = Output::default();
    for line in lines {
        table.translate_plain(line, &mut words, &mut output)?;
        let mut shown = String::new();
        output.cells.iter().try_for_each(|cell| write!(shown, "{cell:02x}"))?;
        for map in [&output.cell_to_char, &output.char_to_cell] {
            shown.push('\t');
            map.iter().try_for_each(|place| write!(shown, "{place} "))?;
        }
        println!("{shown}");
    }
    Ok(())
}
