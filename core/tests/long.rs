//! Texts without a blank, longer than the blocks in which they are written.

use brailledesk_core::{
    Beside, Context, Correct, Definition, Indicator, MidNum, Output, Pattern, Rules, StringRule,
    Table, Test, Words,
};

const DIGIT: usize = 0;
const UPPER: usize = 1;
const LOWER: usize = 2;
const SIGN: usize = 3;
const ENDLESS: u32 = 1_000_000_000;

/// What long texts are made of: `-` is deleted, `a.` and capitals are exchanged.
const PIECES: [&str; 12] = ["a", "b", "cia", "z", "E", "1", "2", ".", "1.", "-", "((((", "è"];

fn define(character: char) -> Definition {
    Definition {
        character,
        is_digit: character.is_ascii_digit(),
        is_plain: true,
        cells: vec![character as u8; 1 + usize::from(character == '(')],
        rule: 0,
    }
}

fn rules() -> Rules {
    let one = |set| Test::OneOf(set, 1, 1);
    let text = |text: &str| Test::Text(text.into());
    let correct = |focus: Test, text: &str, swap| Correct {
        pattern: Pattern { focus: vec![focus], ..Pattern::default() },
        text: text.into(),
        swap,
        rule: 0,
    };
    let string = |text: &str, before: Option<usize>, after: Option<usize>| {
        let beside = |set: Option<usize>| set.map(|set| Beside { set, is_edge: false });
        StringRule {
            text: text.into(),
            cells: vec![200, text.len() as u8],
            before: beside(before),
            after: beside(after),
            is_always: false,
            rule: 0,
        }
    };
    Rules {
        sets: ["12", "E\u{E045}", "abciz", ".("].map(|set| Some(set.into())).into(),
        swaps: vec![("E".into(), "\u{E045}".into())],
        definitions: "abcizE12 \n.-(è\u{E045}".chars().map(define).collect(),
        strings: vec![
            string("cia", None, None),
            string("ab", Some(LOWER), Some(LOWER)),
            string("ab", Some(DIGIT), None),
            string("z", Some(UPPER), Some(LOWER)),
            string("z", Some(SIGN), Some(DIGIT)),
        ],
        midnums: vec![MidNum { character: '.', cells: vec![201], rule: 0 }],
        contexts: vec![Context {
            pattern: Pattern {
                focus: vec![Test::OneOf(LOWER, 1, ENDLESS)],
                ahead: vec![one(DIGIT), one(UPPER)],
                ..Pattern::default()
            },
            cells: vec![202, 203],
            rule: 0,
        }],
        corrects: vec![
            correct(text("a."), "b(b", None),
            correct(text("-"), "", None),
            correct(one(UPPER), "", Some(0)),
        ],
        numsign: Some(Indicator { cells: vec![204], rule: 0 }),
        ..Rules::default()
    }
}

/// Written by the quick way, which must agree with the plain one.
fn check(table: &Table, text: &str) -> Output {
    let whole = table.translate_all(text, None, text.chars().count(), None, false).unwrap();
    let mut output = Output::default();
    assert_eq!(table.translate_plain(text, &mut Words::default(), &mut output), Ok(true));
    if let Some(place) =
        (0..whole.cells.len()).find(|&at| output.cells.get(at) != whole.cells.get(at))
    {
        panic!("cell {place} of {} differs", whole.cells.len());
    }
    assert!(output == whole, "the maps differ");
    output
}

#[test]
fn long_texts_are_written_as_place_by_place() {
    let table = Table::compile(&rules()).unwrap();
    let mut state = 7_u64;
    let mut below = |end: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % end
    };
    for _ in 0..60 {
        let few: Vec<&str> = (0..1 + below(5)).map(|_| PIECES[below(PIECES.len())]).collect();
        let count = 3000 + below(9000);
        let mut text: String = (0..count).map(|_| few[below(few.len())]).collect();
        for _ in 0..below(3) {
            let place = text.char_indices().nth(below(count)).map_or(0, |(place, _)| place);
            text.insert(place, ' ');
        }
        check(&table, &text);
    }
}

#[test]
fn a_number_goes_on_over_the_end_of_a_block() {
    let table = Table::compile(&rules()).unwrap();
    for shift in 0..4 {
        let text = "a".repeat(shift) + &"1.".repeat(6000) + "1";
        let signs = check(&table, &text).cells.iter().filter(|&&cell| cell == 204).count();
        assert_eq!(signs, 1, "{shift}");
    }
}
