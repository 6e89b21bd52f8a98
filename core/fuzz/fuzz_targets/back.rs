//! A small table and cells: with a used memory, in segments, at once or typed, the same text.
#![no_main]

use std::sync::Arc;

use arbitrary::{Result, Unstructured};
use brailledesk_core::back::{BackTable, BackTranslator, Field, read_at_once, read_with_room_for};
use brailledesk_core_fuzz::reading::{check_back, most_cells, rules_with_reading, text_in_cells};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    // Bytes that end too soon are no finding.
    let _ = run(&mut Unstructured::new(data));
});

fn run(u: &mut Unstructured) -> Result<()> {
    let is_sound = !u.ratio(1, 6)?;
    let rules = rules_with_reading(u, is_sound)?;
    let Ok(table) = BackTable::compile(&rules) else { return Ok(()) };
    let most = most_cells(table.reach());
    let used = Arc::new(BackTranslator::new(table));
    let mut texts = Vec::new();
    for _ in 0..u.int_in_range(1..=2)? {
        texts.push(text_in_cells(u, &rules, 80)?);
    }
    texts.push(texts.concat());
    texts.iter_mut().for_each(|cells| cells.truncate(most));
    let Ok(table) = BackTable::compile(&rules) else { return Ok(()) };
    let fresh = BackTranslator::new(table);
    let mut results = Vec::new();
    for cells in &texts {
        let result = used.back_translate(cells);
        check_back(&result, cells.len());
        // One that learnt nothing: each search at once has a memory of its own.
        assert_eq!(result, read_at_once(cells, &fresh), "one search, {cells:?}");
        let small = read_with_room_for(30, cells, &fresh);
        assert_eq!(result, small, "a memory that is soon full, {cells:?}");
        results.push(result);
    }
    let last = &texts[texts.len() - 1];
    assert_eq!(fresh.back_translate(last), results[results.len() - 1], "a new memory, {last:?}");
    for (cells, result) in texts.iter().zip(&results) {
        assert_eq!(used.back_translate(cells), *result, "a used memory, {cells:?}");
    }
    type_in(u, &used, &texts[texts.len() - 1])
}

/// Type cells in pieces: what is settled stays, and in the end all is there.
fn type_in(u: &mut Unstructured, translator: &Arc<BackTranslator>, cells: &[u8]) -> Result<()> {
    let mut field = Field::new(translator);
    // What is shown may be empty: a table may have cells that stand for no character.
    let (mut settled, mut rest) = (String::new(), cells);
    while !rest.is_empty() {
        let most = if u.is_empty() { rest.len() } else { u.int_in_range(1..=64)? };
        let (piece, others) = rest.split_at(most.min(rest.len()));
        rest = others;
        let state = field.feed(piece);
        settled.push_str(&state.settled);
    }
    let result = field.finish();
    assert_eq!(result, translator.back_translate(cells));
    assert!(result.text.starts_with(&settled), "{settled:?} {:?}", result.text);
    Ok(())
}
