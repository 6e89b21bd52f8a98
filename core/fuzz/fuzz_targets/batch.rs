//! A small table and many texts: in one call they give what each gives by itself, place by place.
#![no_main]

use std::ops::Range;

use arbitrary::{Result, Unstructured};
use brailledesk_core::{Fault, Output, Part, Table, Translated, Words};
use brailledesk_core_fuzz::many_texts::many_texts;
use brailledesk_core_fuzz::{check, is_plain, rules, string};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    // Bytes that end too soon are no finding.
    let _ = run(&mut Unstructured::new(data));
});

/// What a text has to give.
enum Expected {
    /// It is passed over.
    Nothing,
    /// It has to be prepared; where a faulty swap stands before what has to be, the fault is right too.
    Unprepared,
    /// What it gives place by place.
    Whole(std::result::Result<Output, Fault>),
}

fn run(u: &mut Unstructured) -> Result<()> {
    let has_strangers = u.ratio(1, 8)?;
    let rules = rules(u, true)?;
    let Ok(table) = Table::compile(&rules) else { return Ok(()) };
    let texts = many_texts(u, has_strangers)?;
    let texts: Vec<Option<&str>> = texts.iter().map(Option::as_deref).collect();
    let expected: Vec<Expected> = texts
        .iter()
        .map(|text| match text {
            None => Expected::Nothing,
            Some(text) if !is_plain(&rules, text) => Expected::Unprepared,
            Some(text) => Expected::Whole(whole(&table, text)),
        })
        .collect();

    let (mut words, mut output) = (Words::default(), Output::default());
    let most = texts.len();
    for most in [most, u.int_in_range(1..=most)?, most] {
        for (texts, expected) in texts.chunks(most).zip(expected.chunks(most)) {
            compare(&table, texts, expected, &mut words, &mut output);
        }
        between(u, &table, &texts, &expected, &mut words)?;
    }
    edit(u, &table, &texts, &mut words, |text| is_plain(&rules, text))
}

fn whole(table: &Table, text: &str) -> std::result::Result<Output, Fault> {
    let length = text.chars().count();
    let whole = table.translate_all(text, None, length, None, false);
    if let Ok(whole) = &whole {
        check(whole, length);
    }
    whole
}

/// All texts in one call, and those behind a faulty one in another.
fn compare(
    table: &Table,
    mut texts: &[Option<&str>],
    mut expected: &[Expected],
    words: &mut Words,
    output: &mut Output,
) {
    while !texts.is_empty() {
        let mut parts = Vec::new();
        let done = table.translate_each(texts, words, output, |part| parts.push(part));
        let (mut cell, mut char) = (0, 0);
        for ((text, expected), part) in texts.iter().zip(expected).zip(&parts) {
            match (expected, part) {
                (Expected::Nothing | Expected::Unprepared, None) => {}
                (Expected::Whole(whole), Some(part)) => {
                    assert_eq!((part.cells.start, part.chars.start), (cell, char), "{text:?}");
                    (cell, char) = (part.cells.end, part.chars.end);
                    assert_eq!(Ok(&part.of(output)), whole.as_ref(), "{text:?}");
                }
                _ => panic!("{part:?} of {text:?}"),
            }
        }
        let Err(fault) = done else {
            assert_eq!(parts.len(), texts.len());
            // What was written of a text that is not plain is gone.
            let lengths =
                (output.cells.len(), output.cell_to_char.len(), output.char_to_cell.len());
            assert_eq!(lengths, (cell, cell, char));
            return;
        };
        let faulty = parts.len();
        match &expected[faulty] {
            Expected::Nothing => panic!("{fault:?} of no text"),
            Expected::Unprepared => {}
            Expected::Whole(whole) => {
                assert_eq!(whole.as_ref().err(), Some(&fault), "{:?}", texts[faulty]);
            }
        }
        (texts, expected) = (&texts[faulty + 1..], &expected[faulty + 1..]);
    }
}

/// One of the texts by itself, with the memory that calls for many use too.
fn between(
    u: &mut Unstructured,
    table: &Table,
    texts: &[Option<&str>],
    expected: &[Expected],
    words: &mut Words,
) -> Result<()> {
    let chosen = u.choose_index(texts.len())?;
    if let (Some(text), Expected::Whole(whole)) = (texts[chosen], &expected[chosen]) {
        let alone = table.translate_then(text, words, |one| Output {
            cells: one.cells.into(),
            cell_to_char: one.cell_to_char.into(),
            char_to_cell: one.char_to_cell.into(),
            ..Output::default()
        });
        let whole = whole.as_ref().map(Some).map_err(Clone::clone);
        assert_eq!(alone.as_ref().map(Option::as_ref).map_err(Clone::clone), whole, "{text:?}");
    }
    Ok(())
}

/// Change a span of each text that was translated with others: as the whole of what it is then.
fn edit(
    u: &mut Unstructured,
    table: &Table,
    texts: &[Option<&str>],
    words: &mut Words,
    is_plain: impl Fn(&str) -> bool,
) -> Result<()> {
    let (mut parts, mut output): (Vec<Option<Part>>, _) = (Vec::new(), Output::default());
    // Up to a faulty text there are parts, but the buffer is not cut off behind them.
    let _ = table.translate_each(texts, words, &mut output, |part| parts.push(part));
    for (text, part) in texts.iter().zip(&parts) {
        let (Some(text), Some(part)) = (text, part) else { continue };
        let (span, with) = (span(u, text)?, string(u, 0, 5)?);
        let new = [&text[..span.start], &with, &text[span.end..]].concat();
        let old = Translated {
            text,
            cells: &output.cells[part.cells.clone()],
            cell_to_char: &output.cell_to_char[part.cells.clone()],
            char_to_cell: &output.char_to_cell[part.chars.clone()],
            reach: &part.reach,
        };
        let change = table.translate_change(old, span.clone(), &new, words);
        if !is_plain(&new) {
            assert!(!matches!(change, Ok(Some(_))), "{span:?} of {text:?} is {with:?}");
            continue;
        }
        let whole = whole(table, &new);
        match change {
            Ok(None) => {}
            Ok(Some(patch)) => {
                assert_eq!(Ok(patch.output()), whole, "{span:?} of {text:?} is {with:?}");
            }
            Err(fault) => {
                assert_eq!(whole.err(), Some(fault), "{span:?} of {text:?} is {with:?}");
            }
        }
    }
    Ok(())
}

/// A few bytes of a text, whole characters.
fn span(u: &mut Unstructured, text: &str) -> Result<Range<usize>> {
    let mut places: Vec<usize> = text.char_indices().map(|(place, _)| place).collect();
    places.push(text.len());
    let first = u.choose_index(places.len())?;
    let last = (first + u.int_in_range(0..=4)?).min(places.len() - 1);
    Ok(places[first]..places[last])
}
