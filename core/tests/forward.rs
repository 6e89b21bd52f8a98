//! The core by itself, with a table made by hand.

use brailledesk_core::{
    Context, Correct, Definition, Emphasis, Fault, Indicator, Output, Pattern, Rules, StringRule,
    Table, Test, Translator, Words,
};

const LOWER: usize = 0;
const UPPER: usize = 1;
const DIGIT: usize = 2;
const BLANK: usize = 3;
const ENDLESS: u32 = 1_000_000_000;

fn define(character: char, cells: &[u8]) -> Definition {
    Definition {
        character,
        is_digit: character.is_ascii_digit(),
        is_plain: character.is_ascii(),
        cells: cells.to_vec(),
        rule: character as u32,
    }
}

/// Letters are their own cells, 40 announces a capital, 60 a number, `che` is one cell, and a percent
/// sign behind a number and a blank is another.
fn rules() -> Rules {
    let letters = ('a'..='z').map(|c| define(c, &[c as u8 - b'a' + 1]));
    let upper = ('A'..='Z').map(|c| define(c, &[99]));
    let private = ('A'..='Z').map(|c| define(hidden(c), &[40, c as u8 - b'A' + 1]));
    let digits = ('0'..='9').map(|c| define(c, &[c as u8 - b'0' + 30]));
    let others = [define(' ', &[0]), define('\n', &[0]), define('%', &[50]), define('.', &[51])];
    let one = |set| Test::OneOf(set, 1, 1);
    Rules {
        sets: vec![
            Some(('a'..='z').collect()),
            Some(('A'..='Z').collect()),
            Some(('0'..='9').collect()),
            Some(" \n".into()),
        ],
        swaps: vec![(('A'..='Z').collect(), ('A'..='Z').map(hidden).collect())],
        definitions: letters.chain(upper).chain(private).chain(digits).chain(others).collect(),
        strings: vec![StringRule {
            text: "che".into(),
            cells: vec![70],
            before: None,
            after: None,
            is_always: true,
            rule: 1,
        }],
        contexts: vec![Context {
            pattern: Pattern {
                behind: vec![one(DIGIT), one(BLANK)],
                focus: vec![Test::Text("%".into())],
                ..Pattern::default()
            },
            cells: vec![52],
            rule: 2,
        }],
        corrects: vec![
            Correct {
                pattern: Pattern {
                    focus: vec![Test::OneOf(LOWER, 1, ENDLESS)],
                    ahead: vec![one(DIGIT)],
                    ..Pattern::default()
                },
                text: "x".into(),
                swap: None,
                rule: 3,
            },
            Correct {
                pattern: Pattern { focus: vec![one(UPPER)], ..Pattern::default() },
                text: String::new(),
                swap: Some(0),
                rule: 4,
            },
        ],
        numsign: Some(Indicator { cells: vec![60], rule: 5 }),
        emphasis: vec![Emphasis {
            bit: 4,
            begin: Indicator { cells: vec![80], rule: 6 },
            end: Indicator { cells: vec![81], rule: 7 },
        }],
        ..Rules::default()
    }
}

fn hidden(character: char) -> char {
    char::from_u32(0xE000 + character as u32).expect("a private character")
}

fn table() -> Table {
    Table::compile(&rules()).expect("a good table")
}

/// By both ways, which must agree.
fn translate(text: &str) -> Output {
    let table = table();
    let whole = table.translate_all(text, None, text.chars().count(), None, false);
    let mut words = Words::default();
    for _ in 0..2 {
        let mut output = Output::default();
        assert_eq!(table.translate_plain(text, &mut words, &mut output), Ok(true));
        assert_eq!(Ok(&output), whole.as_ref());
    }
    whole.expect("defined characters")
}

#[test]
fn cells_and_maps() {
    let output = translate("anche B 5 %");
    assert_eq!(output.cells, [1, 14, 70, 0, 40, 2, 0, 60, 35, 0, 52]);
    assert_eq!(output.cell_to_char, [0, 1, 2, 5, 6, 6, 7, 8, 8, 9, 10]);
    assert_eq!(output.char_to_cell, [0, 1, 2, 2, 2, 3, 4, 6, 7, 9, 10]);
}

#[test]
fn what_depends_on_neighbours_is_not_remembered() {
    assert_eq!(translate("5 % a % 5 %").cells, [60, 35, 0, 52, 0, 1, 0, 50, 0, 60, 35, 0, 52]);
    assert_eq!(translate("% %\n%").cells, [50, 0, 50, 0, 50]);
}

#[test]
fn a_correction_replaces_many_characters() {
    let output = translate("abc1");
    assert_eq!(output.cells, [24, 60, 31]);
    assert_eq!(output.cell_to_char, [0, 3, 3]);
    assert_eq!(output.char_to_cell, [0, 0, 0, 1]);
}

#[test]
fn the_trace_names_rules() {
    let output = table().translate_all("Ache", None, 4, None, true).expect("defined");
    let steps = output.steps.expect("a trace");
    let shown: Vec<_> =
        steps.iter().map(|s| (s.start, s.end, s.cell_start, s.cell_end, s.rule)).collect();
    assert_eq!(shown, [(0, 1, 0, 0, 4), (0, 1, 0, 2, hidden('A') as u32), (1, 4, 2, 3, 1)]);
}

#[test]
fn emphasis_stands_at_words() {
    let forms = [0, 4, 4, 4, 0];
    let output = table().translate_all("a b c", None, 5, Some(&forms), false).expect("defined");
    assert_eq!(output.cells, [1, 0, 80, 2, 81, 0, 3]);
}

#[test]
fn other_characters_are_left_to_the_caller() {
    let mut output = Output::default();
    let translator = Translator::new(table());
    assert_eq!(translator.translate("caffè", &mut output), Ok(false));
    let fault = table().translate_all("caffè", None, 5, None, false);
    assert_eq!(fault, Err(Fault::Undefined('è')));
}

#[test]
fn a_hostile_text_takes_linear_time() {
    for unit in ["a", "A", "1", "%", ".", "che", "a ", "% ", "5 ", " "] {
        let text = unit.repeat(200_000);
        let mut output: Output = Output::default();
        assert_eq!(table().translate_plain(&text, &mut Words::default(), &mut output), Ok(true));
        assert_eq!(output.char_to_cell.len(), text.len());
    }
}

#[test]
fn threads_share_a_table() {
    let translator = Translator::new(table());
    let text = "anche Berto 5 % ".repeat(50);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let mut output = Output::default();
                for _ in 0..50 {
                    assert_eq!(translator.translate(&text, &mut output), Ok(true));
                    assert_eq!(output.char_to_cell.len(), text.len());
                }
            });
        }
    });
}

#[test]
fn faulty_rules_are_refused() {
    let mut faulty = rules();
    faulty.contexts[0].pattern.focus.clear();
    assert_eq!(Table::compile(&faulty).err(), Some(Fault::EmptyPattern));
    let mut faulty = rules();
    faulty.corrects[1].swap = Some(7);
    assert_eq!(Table::compile(&faulty).err(), Some(Fault::NoSuchSwap));
    assert!(Table::from_json("{").is_err());
}

/// What fuzzing found: the window of a unit showed its rules too little, and a fault that came of it was
/// believed, though the text as a whole has none.
#[test]
fn a_fault_of_a_window_that_shows_too_little_is_none() {
    let rules = Rules::from_json(include_str!("found/window.json")).unwrap();
    let table = Table::compile(&rules).unwrap();
    let mut words = Words::default();
    for letters in [1, 2, 3, 6, 20, 150, 234, 240] {
        for blanks in 1..9 {
            let text = format!("{}cccccc{}", "d".repeat(letters), " ".repeat(blanks));
            let whole = table.translate_all(&text, None, text.len(), None, false);
            let mut output = Output::default();
            let quick = table.translate_plain(&text, &mut words, &mut output);
            assert_eq!(quick.map(|_| &output), whole.as_ref().map_err(|&fault| fault), "{text:?}");
        }
    }
}

/// Long runs, of which the steps inside are not made one by one: strings and replacements of several
/// characters, and a rule that looks further than the few neighbours that a step is shown.
#[test]
fn long_runs_are_written_as_place_by_place() {
    let mut rules = rules();
    let text = |text: &str| vec![Test::Text(text.into())];
    rules.strings.push(StringRule {
        text: "...".into(),
        cells: vec![80, 81],
        before: None,
        after: None,
        is_always: true,
        rule: 7,
    });
    let far = Pattern { focus: text("z"), ahead: text("zzzzzzzzzzzz"), ..Pattern::default() };
    rules.contexts.push(Context { pattern: far, cells: vec![82], rule: 8 });
    rules.corrects.push(Correct {
        pattern: Pattern { focus: text("%%"), ..Pattern::default() },
        text: "aXb".into(),
        swap: None,
        rule: 9,
    });
    let table = Table::compile(&rules).unwrap();
    let mut words = Words::default();
    for run in ["a", "A", "7", ".", "%", "z", "xy"] {
        for length in [15, 39, 40, 41, 47, 48, 49, 50, 161, 162, 163, 400, 1001] {
            let run = run.repeat(length);
            for text in [
                run.clone(),
                format!("b{run}"),
                format!("5 {run}%c"),
                format!("5 %{run} e 7 {run}"),
                format!("{run}{}{run}", "q".repeat(170)),
            ] {
                let whole = table.translate_all(&text, None, text.len(), None, false).unwrap();
                let mut output = Output::default();
                assert_eq!(table.translate_plain(&text, &mut words, &mut output), Ok(true));
                assert_eq!(output, whole, "{text}");
            }
        }
    }
}
