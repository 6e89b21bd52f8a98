//! The way back by itself, one round a command on standard input: what `benchmarks/back.py` times.
//!
//! `back_rounds RULES LINES`: rules as JSON with the description of the way back, lines of Unicode
//! Braille. Commands: `lines` reads each line by itself, `whole` all as one, both with what was
//! learnt before; `cold` as `lines` with nothing learnt; `keys N` feeds N cells to a field, one by
//! one. Each prints seconds of the clock and seconds of the processors. With `--print` the text of each line is printed instead.
#![forbid(unsafe_code)]

use std::error::Error;
use std::hint::black_box;
use std::io::{BufRead, stdin};
use std::sync::Arc;
use std::time::Instant;

use brailledesk_core::back::{BackTable, BackTranslator, Field};
use cpu_time::ProcessTime;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, rules, lines, rest @ ..] = arguments.as_slice() else {
        return Err("usage: back_rounds RULES LINES [--print]".into());
    };
    let rules = std::fs::read_to_string(rules)?;
    let table = || BackTable::from_json(&rules).map_err(|fault| fault.to_string());
    let text = std::fs::read_to_string(lines)?;
    let lines: Vec<Vec<u8>> = text.lines().map(|line| line.chars().map(dots).collect()).collect();
    let whole: Vec<u8> = lines.join(&0);
    let translator = Arc::new(BackTranslator::new(table()?));
    if !rest.is_empty() {
        lines.iter().for_each(|line| println!("{}", translator.back_translate(line).text));
        return Ok(());
    }
    for command in stdin().lock().lines() {
        let command = command?;
        let cold = BackTranslator::new(table()?);
        let (clock, processors) = (Instant::now(), ProcessTime::now());
        match command.split_once(' ') {
            None if command == "whole" => drop(black_box(translator.back_translate(&whole))),
            None if command == "cold" => read(&cold, &lines),
            None => read(&translator, &lines),
            Some((_, count)) => type_in(&translator, &whole, count.parse()?),
        }
        println!("{:.9} {:.9}", clock.elapsed().as_secs_f64(), processors.elapsed().as_secs_f64());
        if command == "size" {
            eprintln!("{} bytes", translator.size());
        }
    }
    Ok(())
}

fn dots(sign: char) -> u8 {
    sign as u8
}

fn read(translator: &BackTranslator, lines: &[Vec<u8>]) {
    for line in lines {
        black_box(translator.back_translate(line));
    }
}

fn type_in(translator: &Arc<BackTranslator>, cells: &[u8], count: usize) {
    let mut field = Field::new(translator);
    for cell in cells.iter().take(count) {
        black_box(field.feed(&[*cell]));
    }
}
