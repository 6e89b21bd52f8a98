//! A line's maps in bytes are those that are made in 32 bits, or say that they are not.

use brailledesk_core::{Definition, Output, Position, Rules, StringRule, Table, Translated, Words};

/// Small letters have one cell, a capital two, `ch` one, and `x` writes five.
fn table() -> Table {
    let define = |character: char, cells: &[u8]| Definition {
        character,
        is_digit: false,
        is_plain: true,
        cells: cells.into(),
        rule: 0,
    };
    let string = |text: &str, cells: &[u8]| StringRule {
        text: text.into(),
        cells: cells.into(),
        before: None,
        after: None,
        is_always: true,
        rule: 1,
    };
    let small = ('a'..='w').map(|letter| define(letter, &[letter as u8 - b'a' + 1]));
    let large = ('A'..='W').map(|letter| define(letter, &[64, letter as u8 - b'A' + 1]));
    let others = [define(' ', &[0]), define('.', &[32]), define('è', &[46]), define('x', &[7; 5])];
    Table::compile(&Rules {
        definitions: small.chain(large).chain(others).collect(),
        strings: vec![string("ch", &[12])],
        ..Rules::default()
    })
    .expect("the rules are sound")
}

fn in_bytes(places: &[u32]) -> Vec<u8> {
    places.iter().map(|&place| place.try_into().expect("it fits")).collect()
}

/// Whether the text's places fit bytes; then they are those of 32 bits.
fn fits(table: &Table, text: &str, words: &mut Words) -> bool {
    let mut wide: Output = Output::default();
    let mut narrow: Output<u8> = Output::default();
    for _ in 0..3 {
        assert_eq!(table.translate_plain(text, words, &mut wide), Ok(true));
        assert_eq!(table.translate_plain(text, words, &mut narrow), Ok(true));
    }
    assert_eq!(narrow.cells, wide.cells);
    let same = |made: Translated<u8>| {
        assert_eq!((made.cells, made.text), (&wide.cells[..], text));
        made.fits().then(|| {
            assert_eq!(made.cell_to_char, in_bytes(&wide.cell_to_char));
            assert_eq!(made.char_to_cell, in_bytes(&wide.char_to_cell));
        })
    };
    let fits = table.translate_then(text, words, same).expect("defined").expect("plain").is_some();
    assert_eq!(fits, wide.cells.len() <= 256 && wide.char_to_cell.len() <= 256, "{text}");
    fits
}

#[test]
fn up_to_256_cells_and_characters_there_is_a_byte_for_each() {
    let (table, mut words) = (table(), Words::default());
    let texts = ["a", "A", "ch", "ba Che. ", "x a", "è una Parola.Seconda è "];
    for unit in texts {
        for count in (1..40).chain(250..260) {
            for end in ["", "c", "Ch", "x", ".A"] {
                let text = unit.repeat(count) + end;
                let is_short = text.chars().count() <= 256;
                assert!(!fits(&table, &text, &mut words) || is_short, "{text}");
            }
        }
    }
    assert!(fits(&table, &"a".repeat(256), &mut words));
    assert!(fits(&table, &"A".repeat(128), &mut words));
    assert!(!fits(&table, &"a".repeat(257), &mut words));
    assert!(!fits(&table, &("A".repeat(128) + "a"), &mut words));
    assert!(!fits(&table, &"x ".repeat(43), &mut words));
}

#[test]
fn many_lines_in_one_call_have_their_own_places() {
    let (table, mut words) = (table(), Words::default());
    let long = "una Parola ".repeat(40);
    let texts = [Some("x a Ch"), None, Some(""), Some(long.as_str()), Some("è x")];
    let (mut narrow, mut wide) = (Output::<u8>::default(), Output::<u32>::default());
    let (mut parts, mut same) = (Vec::new(), Vec::new());
    table.translate_each(&texts, &mut words, &mut narrow, |part| parts.push(part)).expect("plain");
    table.translate_each(&texts, &mut words, &mut wide, |part| same.push(part)).expect("plain");
    let fits: Vec<_> = parts.iter().map(|part| part.as_ref().map(|one| one.fits::<u8>())).collect();
    assert_eq!(fits, [Some(true), None, Some(true), Some(false), Some(true)]);
    for (part, other) in parts.iter().zip(&same) {
        let (Some(part), Some(other)) = (part, other) else { continue };
        let (one, two) = (part.of(&narrow), other.of(&wide));
        assert_eq!(one.cells, two.cells);
        if u8::fits(two.cells.len()) {
            assert_eq!(one.cell_to_char, in_bytes(&two.cell_to_char));
            assert_eq!(one.char_to_cell, in_bytes(&two.char_to_cell));
        }
    }
}
