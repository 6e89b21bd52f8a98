//! The core by itself, one round a command on standard input: what `benchmarks/native.py` times.
//!
//! `rounds RULES LINES`: rules as JSON, lines of UTF-8. Commands: `warm` translates all lines with a
//! memory that has met them, `cold` with an empty one, `threads N` with N threads that share the
//! lines and have met them. Each prints seconds. With `--print` the cells of each line are printed
//! instead, then both maps.
#![forbid(unsafe_code)]

use std::error::Error;
use std::fmt::Write;
use std::io::{BufRead, stdin};
use std::time::Instant;

use brailledesk_core::{Output, Table, Words};

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
    for command in stdin().lock().lines() {
        let command = command?;
        let seconds = match command.split_once(' ') {
            None if command == "cold" => time(&table, &lines, &mut [Words::default()]),
            None => time(&table, &lines, grown(&mut warm, 1)),
            Some((_, count)) => time(&table, &lines, grown(&mut warm, count.parse()?)),
        };
        println!("{seconds:.9}");
    }
    Ok(())
}

fn grown(words: &mut Vec<Words>, count: usize) -> &mut [Words] {
    words.resize_with(words.len().max(count), Words::default);
    &mut words[..count]
}

/// Seconds for all lines, shared among as many threads as there are memories.
fn time(table: &Table, lines: &[&str], words: &mut [Words]) -> f64 {
    let share = lines.len().div_ceil(words.len());
    let start = Instant::now();
    if let [words] = words {
        translate(table, lines, words);
    } else {
        std::thread::scope(|scope| {
            for (lines, words) in lines.chunks(share).zip(words) {
                scope.spawn(move || translate(table, lines, words));
            }
        });
    }
    start.elapsed().as_secs_f64()
}

fn translate(table: &Table, lines: &[&str], words: &mut Words) {
    let mut output = Output::default();
    for line in lines {
        let done = table.translate_plain(line, words, &mut output);
        assert_eq!(done, Ok(true), "{line}");
        std::hint::black_box(&output);
    }
}

fn print_all(table: &Table, lines: &[&str]) -> Result<(), Box<dyn Error>> {
    let mut words = Words::default();
    let mut output = Output::default();
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
