//! A small table and texts: with memory, new or used, every text gives what it gives place by place.
#![no_main]

use arbitrary::{Result, Unstructured};
use brailledesk_core::{Output, Position, Table, Words};
use brailledesk_core_fuzz::{check, is_plain, rules, text};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    // Bytes that end too soon are no finding.
    let _ = run(&mut Unstructured::new(data));
});

fn run(u: &mut Unstructured) -> Result<()> {
    let has_strangers = u.ratio(1, 8)?;
    let rules = rules(u, true)?;
    let Ok(table) = Table::compile(&rules) else { return Ok(()) };
    let mut words = Words::default();
    let mut texts = Vec::new();
    for _ in 0..u.int_in_range(1..=3)? {
        texts.push(text(u, 30, has_strangers)?);
    }
    texts.push(texts.concat());
    for text in texts.iter().chain(&texts) {
        let length = text.chars().count();
        let whole = table.translate_all(text, None, length, None, false);
        if let Ok(whole) = &whole {
            check(whole, length);
        }
        let mut output = Output::default();
        match table.translate_plain(text, &mut words, &mut output) {
            Ok(true) => {
                assert_eq!(Ok(&output), whole.as_ref(), "{text:?}");
                let mut short = Output::default();
                assert_eq!(table.translate_plain(text, &mut words, &mut short), Ok(true));
                check_short(&short, &output);
            }
            Ok(false) => assert!(!is_plain(&rules, text), "{text:?}"),
            // Where a faulty swap stands before a character to be prepared, the fault may come first.
            Err(_) if !is_plain(&rules, text) => {}
            Err(fault) => assert_eq!(whole.err(), Some(fault), "{text:?}"),
        }
    }
    trace(u, &table, &texts[0], texts[0].chars().count())
}

/// A byte a place: the lower bits of what is there, so that short texts have the same maps.
fn check_short(short: &Output<u8>, output: &Output) {
    let low = |places: &[u32]| places.iter().map(|&place| place as u8).collect::<Vec<_>>();
    assert_eq!(short.cells, output.cells);
    if u8::fits(output.cells.len()) && u8::fits(output.char_to_cell.len()) {
        assert_eq!(short.cell_to_char, low(&output.cell_to_char));
        assert_eq!(short.char_to_cell, low(&output.char_to_cell));
    }
}

/// With emphasis: a trace changes nothing, and moved positions are those of the table in between.
fn trace(u: &mut Unstructured, table: &Table, text: &str, length: usize) -> Result<()> {
    let mut form = 0;
    let mut forms = Vec::new();
    for _ in 0..length {
        form = if u.ratio(1, 5)? { u.int_in_range(0..=15)? } else { form };
        forms.push(form);
    }
    let plain = table.translate_all(text, None, length, Some(&forms), false);
    let traced = table.translate_all(text, None, length, Some(&forms), true);
    let doubled: Vec<u32> = (0..=length as u32).map(|place| place * 2).collect();
    let moved = table.translate_all(text, Some(&doubled), length * 2, Some(&forms), true);
    let (Ok(plain), Ok(traced), Ok(moved)) = (plain, traced, moved) else { return Ok(()) };
    check(&traced, length);
    check(&moved, length * 2);
    assert_eq!(plain.cells, traced.cells);
    assert_eq!(plain.cell_to_char, traced.cell_to_char);
    assert_eq!(plain.char_to_cell, traced.char_to_cell);
    assert_eq!(plain.cells, moved.cells);
    assert!(plain.cell_to_char.iter().zip(&moved.cell_to_char).all(|(one, two)| one * 2 == *two));
    Ok(())
}
