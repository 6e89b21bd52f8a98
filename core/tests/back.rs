//! The way back of a text is that of one search over all its cells, however it is divided.

use brailledesk_core::back::{
    BackTable, BackTranslator, Balance, Character, Class, Costs, EmphasisCosts, EmphasisSigns,
    Field, Reading, read_at_once, read_with_room_for,
};
use brailledesk_core::{Context, Correct, Definition, Indicator, Pattern, Rules, StringRule, Test};

/// Cells after which a search settles, and the longest segment.
const WINDOW: usize = 128;
/// A cell that no rule writes.
const FOREIGN: u8 = 255;

const LETTERS: [(char, &[u8]); 9] = [
    (' ', &[0]),
    ('a', &[1]),
    ('b', &[3]),
    ('c', &[9]),
    ('d', &[1, 9]),
    ('1', &[1]),
    ('2', &[3]),
    ('(', &[54]),
    ('.', &[50]),
];

fn class(character: char) -> Class {
    match character {
        ' ' => Class::Blank,
        '1' | '2' => Class::Digit,
        '(' => Class::Opening,
        '.' => Class::Stop,
        'a'..='d' => Class::Letter,
        _ => Class::Sign,
    }
}

fn definition(character: char, cells: &[u8]) -> Definition {
    Definition {
        character,
        is_digit: character.is_ascii_digit(),
        is_plain: true,
        cells: cells.into(),
        rule: 0,
    }
}

fn string(text: &str, cells: &[u8]) -> StringRule {
    let (text, cells) = (text.into(), cells.into());
    StringRule { text, cells, before: None, after: None, is_always: true, rule: 0 }
}

/// Signs that are other signs' beginnings, a context that asks for what follows, a replacement.
fn rules() -> Rules {
    let before_digit = Pattern {
        focus: vec![Test::Text("c".into())],
        ahead: vec![Test::OneOf(0, 1, 2)],
        ..Pattern::default()
    };
    let double = Pattern { focus: vec![Test::Text("dd".into())], ..Pattern::default() };
    Rules {
        sets: vec![Some("12".into())],
        definitions: LETTERS.iter().map(|&(one, cells)| definition(one, cells)).collect(),
        strings: vec![string("ab", &[7]), string("abc", &[7, 3]), string("(a", &[54, 54, 3])],
        contexts: vec![Context { pattern: before_digit, cells: vec![7, 60], rule: 0 }],
        corrects: vec![Correct { pattern: double, text: ".c".into(), swap: None, rule: 0 }],
        numsign: Some(Indicator { cells: vec![60], rule: 0 }),
        reading: Some(reading()),
        ..Rules::default()
    }
}

fn reading() -> Reading {
    let braille = ('\u{2801}'..='\u{28FF}').map(|one| (one, 15_360));
    let letters = LETTERS.iter().zip(0..).map(|(&(one, _), number)| (one, 200 + 90 * number));
    Reading {
        characters: letters
            .chain(braille)
            .map(|(character, cost)| Character {
                character,
                is_text: class(character) != Class::Sign,
                is_blank: character == ' ',
                class: class(character),
                cost,
            })
            .collect(),
        indicators: vec![vec![60]],
        emphasis: vec![EmphasisSigns { bit: 1, begin: vec![40, 40], end: vec![40, 3] }],
        likelihood: Costs {
            pairs: vec![('a', 'b', 30), ('b', 'a', 1500)],
            in_word: vec![('.', 700)],
            long_number: 3,
            balance: Balance {
                brackets: Some(('(', '.')),
                deepest: 2,
                unopened: 900,
                nested: 128,
                unclosed: 512,
                ..Balance::default()
            },
            emphasis: EmphasisCosts { begin: 1024, end: 0, inside: 768 },
            ..Costs::default()
        },
        ..Reading::default()
    }
}

/// Numbers that look random and are the same each time (Marsaglia's xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) as usize % limit
    }

    /// Words of up to `longest` cells; of `strange` cells one is foreign.
    fn text(&mut self, length: usize, longest: usize, strange: usize) -> Vec<u8> {
        let known = [1, 3, 9, 7, 54, 50, 60, 40, 1, 3, 9];
        let mut cells = Vec::new();
        while cells.len() < length {
            for _ in 0..=self.below(longest) {
                let is_known = self.below(strange) > 0;
                cells.push(if is_known { known[self.below(known.len())] } else { FOREIGN });
            }
            cells.extend(std::iter::repeat_n(0, 1 + self.below(8) / 7));
        }
        cells
    }
}

fn translator() -> BackTranslator {
    BackTranslator::new(BackTable::compile(&rules()).unwrap())
}

#[track_caller]
fn check(translator: &BackTranslator, cells: &[u8]) {
    let whole = read_at_once(cells, translator);
    assert_eq!(translator.back_translate(cells), whole, "{cells:?}");
    assert_eq!(read_with_room_for(200, cells, translator), whole, "soon full: {cells:?}");
    assert_eq!(translator.back_translate(cells), whole, "with what was learnt: {cells:?}");
}

#[test]
fn short_words_long_words_and_no_words() {
    let translator = translator();
    let mut chance = Chance(0x2545_F491_4F6C_DD1D);
    for (longest, strange) in [(3, 60), (12, 10_000), (90, 200)] {
        check(&translator, &chance.text(400, longest, strange));
    }
    check(&translator, &chance.text(1500, 1500, 100_000));
}

#[test]
fn foreign_cells_at_the_borders_of_segments_and_windows() {
    let translator = translator();
    let mut chance = Chance(0x9E37_79B9_7F4A_7C15);
    let text = chance.text(2 * WINDOW + 20, 9, 10_000);
    let blanks: Vec<usize> = (0..text.len()).filter(|&place| text[place] == 0).collect();
    let borders = [WINDOW / 2, WINDOW, 2 * WINDOW];
    for border in borders.into_iter().chain(blanks.into_iter().step_by(40)) {
        for place in border.saturating_sub(1)..(border + 2).min(text.len()) {
            let mut cells = text.clone();
            cells[place] = FOREIGN;
            check(&translator, &cells);
        }
    }
}

#[test]
fn a_word_too_long_for_a_segment_behind_each_that_is_not() {
    let translator = translator();
    let mut chance = Chance(7);
    let mut cells = Vec::new();
    for _ in 0..2 {
        cells.extend(chance.text(150, 200, 10_000));
        cells.extend(chance.text(20, 5, 80));
    }
    check(&translator, &cells);
}

#[test]
fn what_a_field_settles_stays() {
    let translator = std::sync::Arc::new(translator());
    let mut chance = Chance(99);
    let cells = chance.text(1500, 40, 100);
    let whole = read_at_once(&cells, &translator);
    let mut field = Field::new(&translator);
    let (mut settled, mut rest) = (String::new(), &cells[..]);
    while !rest.is_empty() {
        let (piece, others) = rest.split_at((1 + chance.below(300)).min(rest.len()));
        settled += &field.feed(piece).settled;
        assert!(whole.text.starts_with(&settled));
        rest = others;
    }
    assert!(settled.len() > whole.text.len() / 2);
    assert_eq!(field.finish(), whole);
}

/// What fuzzing found: at the end an emphasis has begun whatever is read, so that the text may not end.
#[test]
fn a_text_that_may_not_end_is_read_all_the_same() {
    let rules = Rules::from_json(include_str!("found/end.json")).unwrap();
    let translator = BackTranslator::new(BackTable::compile(&rules).unwrap());
    let mut cells = vec![96, 0, 0, 0, 14];
    cells.resize(29, 0);
    cells.extend([1, 1, 0, 0, 0]);
    let result = translator.back_translate(&cells);
    assert_eq!(result, read_at_once(&cells, &translator));
    assert_eq!(result.cell_to_char.len(), cells.len());
}
