//! The core by itself, one round a command on standard input: what `benchmarks/native.py` times.
//!
//! `rounds RULES LINES`: rules as JSON, lines of UTF-8. Commands: `warm` translates all lines with a
//! memory that has met them, `together` so, a screen of them in one call, `cells` so
//! without the maps, `cold` with an empty one, `threads N` with N threads that translate
//! all lines several times for each of them, as whoever has much to do would: each takes some lines, and then
//! the next ones, so that none waits for one that began late or was held up;
//! `spin N` has N threads count so, which touches no memory: what the machine gives. Each prints seconds of
//! the clock and seconds of the processors. With `--print` the cells of each line are printed instead,
//! then both maps.
#![forbid(unsafe_code)]

use std::error::Error;
use std::fmt::Write;
use std::hint::black_box;
use std::io::{BufRead, stdin};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use brailledesk_core::{Output, Table, Translated, Words};
use cpu_time::ProcessTime;

/// Lines of a call for many.
const SCREEN: usize = 25;

/// How often all lines are translated for each thread.
const TIMES: usize = 8;
/// Lines that a thread takes at a time.
const SHARE: usize = 500;
/// Counts for each thread.
const COUNTS: usize = 160;

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
    let mut output: Output = Output::default();
    for command in stdin().lock().lines() {
        let command = command?;
        let (name, count) = command.split_once(' ').unwrap_or((&command, "1"));
        let count = count.parse()?;
        let (clock, processors) = (Instant::now(), ProcessTime::now());
        match name {
            "cold" => translate(&table, &lines, &mut Words::default()),
            "together" => {
                let all: Vec<Option<&str>> = lines.iter().copied().map(Some).collect();
                warm.resize_with(warm.len().max(1), Words::default);
                for screen in all.chunks(SCREEN) {
                    table.translate_each(screen, &mut warm[0], &mut output, |part| {
                        black_box(part);
                    })?;
                    black_box(&output);
                }
            }
            "cells" => {
                let all: Vec<Option<&str>> = lines.iter().copied().map(Some).collect();
                warm.resize_with(warm.len().max(1), Words::default);
                for screen in all.chunks(SCREEN) {
                    table.translate_cells(screen, &mut warm[0], &mut output, |part| {
                        black_box(part);
                    })?;
                    black_box(&output);
                }
            }
            "spin" => share(&mut vec![(); count], count * COUNTS, |(), _| spin()),
            "threads" => {
                warm.resize_with(warm.len().max(count), Words::default);
                let shares: Vec<&[&str]> = lines.chunks(SHARE).collect();
                share(&mut warm[..count], count * TIMES * shares.len(), |words, part| {
                    translate(&table, shares[part % shares.len()], words);
                });
            }
            _ => {
                warm.resize_with(warm.len().max(1), Words::default);
                translate(&table, &lines, &mut warm[0]);
            }
        }
        println!("{:.9} {:.9}", clock.elapsed().as_secs_f64(), processors.elapsed().as_secs_f64());
    }
    Ok(())
}

/// One thread for each of `all`, which take part after part; one alone needs none.
fn share<T: Send>(all: &mut [T], parts: usize, work: impl Fn(&mut T, usize) + Sync) {
    let next = AtomicUsize::new(0);
    let take = |one: &mut T| {
        let part = || Some(next.fetch_add(1, Ordering::Relaxed)).filter(|&part| part < parts);
        while let Some(part) = part() {
            work(one, part);
        }
    };
    if let [one] = all {
        return take(one);
    }
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

/// Each line in a call, looked at where it was written.
fn translate(table: &Table, lines: &[&str], words: &mut Words) {
    for line in lines {
        let done = table.translate_then(line, words, |made: Translated| {
            black_box(made);
        });
        assert_eq!(done, Ok(Some(())), "{line}");
    }
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
