//! Signs amid quiet text, in a table made by hand in which they depend on what stands beside them.

use brailledesk_core::{
    Context, Correct, Definition, Indicator, MidNum, Output, Pattern, Rules, StringRule, Table,
    Test, Translated, Words,
};

const DIGIT: usize = 0;
const UPPER: usize = 1;
const BLANK: usize = 2;

/// Of what texts are made: what rules ask for, and letters that no rule asks for.
const PIECES: [&str; 26] = [
    "a", "b", "ciao", "E", "L", "1", "2", " ", " ", " ", "\n", ",", ".", "...", "'", "\"", "è",
    "X", "…", "bu ", "%", "-", "--", "aprile ", "x", " E",
];

fn define(character: char) -> Definition {
    Definition {
        character,
        is_digit: character.is_ascii_digit(),
        is_plain: character != 'X',
        cells: vec![character as u8],
        rule: 0,
    }
}

fn text(text: &str) -> Test {
    Test::Text(text.into())
}

fn rules() -> Rules {
    let one = |set| Test::OneOf(set, 1, 1);
    let context = |behind: &[Test], focus: &[Test], ahead: &[Test], cells: &[u8]| Context {
        pattern: Pattern {
            behind: behind.to_vec(),
            focus: focus.to_vec(),
            ahead: ahead.to_vec(),
            ..Pattern::default()
        },
        cells: cells.to_vec(),
        rule: 0,
    };
    let correct = |behind: &[Test], focus: Test, text: &str, swap| Correct {
        pattern: Pattern { behind: behind.to_vec(), focus: vec![focus], ..Pattern::default() },
        text: text.into(),
        swap,
        rule: 0,
    };
    let upper = "EL";
    Rules {
        sets: vec![Some("12".into()), Some(upper.into()), Some(" \n".into())],
        swaps: vec![(upper.into(), "\u{E045}\u{E04C}".into())],
        definitions: ('a'..='z')
            .chain("ELX12 \n,.'\"è…%-“”\u{E045}\u{E04C}".chars())
            .map(define)
            .collect(),
        strings: ["...", "--", "cia"]
            .map(|text| StringRule {
                text: text.into(),
                cells: vec![200, text.len() as u8],
                before: None,
                after: None,
                is_always: true,
                rule: 0,
            })
            .into(),
        midnums: [',', 'x'].map(|character| MidNum { character, cells: vec![201], rule: 0 }).into(),
        contexts: vec![
            // A letter behind a number and an apostrophe, a capital behind a number and a blank.
            context(&[one(DIGIT), text("'")], &[], &[text("a")], &[202]),
            context(&[one(DIGIT), one(BLANK)], &[text("\u{E045}")], &[], &[203]),
            context(&[one(BLANK)], &[text("\u{E045}")], &[one(BLANK), one(DIGIT)], &[204]),
            context(&[text("“")], &[text("\u{E04C}")], &[], &[205, 206, 207, 208, 209]),
            context(&[one(DIGIT)], &[], &[text("b")], &[210]),
            // Inside of a word, by what stands before the blank before it.
            context(&[text("a"), one(BLANK), text("b")], &[text("x")], &[], &[213]),
            context(&[], &[text("%")], &[text("”")], &[211]),
        ],
        corrects: vec![
            correct(&[one(BLANK)], text("\""), "“", None),
            correct(&[], text("\""), "”", None),
            correct(&[one(UPPER)], one(UPPER), "aa", None),
            correct(&[], one(UPPER), "", Some(0)),
        ],
        numsign: Some(Indicator { cells: vec![212], rule: 0 }),
        ..Rules::default()
    }
}

/// A sequence that looks random and is the same each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }

    fn text(&mut self, most: usize) -> String {
        (0..self.below(most)).map(|_| PIECES[self.below(PIECES.len())]).collect()
    }
}

fn check(table: &Table, text: &str, words: &mut Words) -> Option<Output> {
    let mut output = Output::default();
    if !table.translate_plain(text, words, &mut output).unwrap() {
        return None;
    }
    let whole = table.translate_all(text, None, text.chars().count(), None, false);
    assert_eq!(Ok(&output), whole.as_ref(), "{text:?}");
    Some(output)
}

#[test]
fn stretches_are_written_as_place_by_place() {
    let table = Table::compile(&rules()).unwrap();
    let mut words = Words::default();
    let mut numbers = Numbers(5);
    for _ in 0..40_000 {
        let text = numbers.text(16);
        check(&table, &text, &mut words);
    }
}

#[test]
fn a_change_beside_a_stretch_is_what_the_whole_is() {
    let table = Table::compile(&rules()).unwrap();
    let mut words = Words::default();
    let mut numbers = Numbers(6);
    for _ in 0..60_000 {
        let (before, old, new, behind) =
            (numbers.text(6), numbers.text(3), numbers.text(3), numbers.text(5));
        let text = format!("{before}{old}{behind}");
        let Some(output) = check(&table, &text, &mut words) else { continue };
        let span = before.len()..before.len() + old.len();
        let changed = format!("{before}{new}{behind}");
        let was = Translated::of(&text, &output);
        let patch = table.translate_change(was, span, &changed, &mut words).unwrap();
        if let Some(patch) = patch {
            let count = changed.chars().count();
            let whole = table.translate_all(&changed, None, count, None, false);
            assert_eq!(Ok(patch.output()), whole, "{text:?} {changed:?}");
        }
    }
}
