//! A changed span gives what the whole gives, however the rules look about.

use brailledesk_core::{
    Context, Correct, Definition, Output, Pattern, Rules, StringRule, Table, Test, Translated,
    Words,
};

const LETTER: usize = 0;
const DIGIT: usize = 1;
const BLANK: usize = 2;
const ENDLESS: u32 = 1_000_000_000;

fn one(set: usize) -> Test {
    Test::OneOf(set, 1, 1)
}

fn context(behind: Vec<Test>, focus: &str, ahead: Vec<Test>, cell: u8) -> Context {
    let focus = vec![Test::Text(focus.into())];
    Context {
        pattern: Pattern { behind, focus, ahead, is_at_start: false },
        cells: vec![cell],
        rule: 0,
    }
}

fn write(text: &str) -> StringRule {
    let (before, after) = (None, None);
    StringRule { text: text.into(), cells: vec![7], before, after, is_always: true, rule: 0 }
}

/// A percent sign looks two characters back, a plus sign over two blanks ahead; a dot is another at
/// the beginning of the text, a letter before a run that ends with a digit; "b a" and "b b" are one cell.
fn table() -> Table {
    let define = |character: char| Definition {
        character,
        is_digit: false,
        is_plain: character != 'X',
        cells: vec![character as u8],
        rule: 0,
    };
    let mut corner = context(vec![], ".", vec![], 9);
    corner.pattern.is_at_start = true;
    Table::compile(&Rules {
        sets: vec![Some("abè".into()), Some("12".into()), Some(" \n".into())],
        definitions: "abè12%+. \nX".chars().map(define).collect(),
        strings: vec![write("b a"), write("b b")],
        contexts: vec![
            context(vec![one(DIGIT), one(BLANK)], "%", vec![], 8),
            context(
                vec![],
                "+",
                vec![one(BLANK), Test::OneOf(LETTER, 0, ENDLESS), one(BLANK), one(DIGIT)],
                6,
            ),
            corner,
        ],
        corrects: vec![
            Correct {
                pattern: Pattern {
                    focus: vec![Test::OneOf(LETTER, 1, ENDLESS)],
                    ahead: vec![one(DIGIT)],
                    ..Pattern::default()
                },
                text: "b".into(),
                swap: None,
                rule: 0,
            },
            Correct {
                pattern: Pattern {
                    behind: vec![Test::Text("2".into())],
                    focus: vec![Test::Text("1".into())],
                    ..Pattern::default()
                },
                text: String::new(),
                swap: None,
                rule: 0,
            },
        ],
        ..Rules::default()
    })
    .expect("a good table")
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.0 >> 33) as usize % end
    }

    fn text(&mut self, most: usize) -> String {
        let all =
            ["a", "b", "è", "1", "2", "%", "+", ".", " ", " ", "\n", "b ", "b a", "1 %", "+ a 1"];
        (0..self.below(most + 1)).map(|_| all[self.below(all.len())]).collect()
    }
}

fn whole(table: &Table, text: &str) -> Output {
    let mut output = Output::default();
    let done = table.translate_plain(text, &mut Words::default(), &mut output);
    assert_eq!(done, Ok(true));
    let plain = table.translate_all(text, None, text.chars().count(), None, false);
    assert_eq!(plain.as_ref(), Ok(&output), "{text:?}");
    output
}

#[test]
fn edits_of_a_field_give_what_the_whole_gives() {
    let table = table();
    let mut words = Words::default();
    let mut dice = Dice(1);
    let mut served = 0;
    for _ in 0..1000 {
        let mut text = dice.text(60);
        let mut output = whole(&table, &text);
        for _ in 0..8 {
            let mut places: Vec<usize> = text.char_indices().map(|(place, _)| place).collect();
            places.push(text.len());
            let start = dice.below(places.len());
            let end = (start + dice.below(4)).min(places.len() - 1);
            let span = places[start]..places[end];
            let mut new = text.clone();
            new.replace_range(span.clone(), &dice.text(3));

            let expected = whole(&table, &new);
            let old = Translated::of(&text, &output);
            assert_eq!(old.byte_of(start), span.start);
            let patch = table.translate_change(old, span, &new, &mut words).expect("defined");
            served += usize::from(patch.is_some());
            let now = patch.map_or_else(|| expected.clone(), |patch| patch.output());
            assert_eq!(now, expected, "{text:?} became {new:?}");
            (text, output) = (new, now);
        }
    }
    assert!(served > 5000, "only {served} of 8000 were served");
}

#[test]
fn what_has_to_be_prepared_is_left_to_the_whole() {
    let table = table();
    let output = whole(&table, "ab ab");
    let old = Translated::of("ab ab", &output);
    let patch = table.translate_change(old, 1..2, "aX ab", &mut Words::default());
    assert!(matches!(patch, Ok(None)));
}

#[test]
fn a_key_in_a_long_field_writes_little() {
    let table = table();
    let text = "abba a1 è b. ".repeat(10_000);
    let output = whole(&table, &text);
    let mut new = text.clone();
    let place = text.len() / 2;
    let place = (place..).find(|&place| text.is_char_boundary(place)).expect("there is one");
    new.insert(place, 'a');
    let old = Translated::of(&text, &output);
    let patch = table.translate_change(old, place..place, &new, &mut Words::default());
    let patch = patch.expect("defined").expect("served");
    assert!(patch.written() < 32);
    assert_eq!(patch.output(), whole(&table, &new));
}
