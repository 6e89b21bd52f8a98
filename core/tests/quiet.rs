//! What may follow a character that is not quiet itself is asked of that character too.

use brailledesk_core::{
    Context, Correct, Definition, MidNum, Output, Pattern, Rules, StringRule, Table, Test, Words,
};

/// Small letters and a blank of `blank` cells; `contexts` say what has a sign of its own behind what.
fn rules(blank: &[u8], contexts: &[(&str, &str)], strings: &[&str]) -> Rules {
    let define = |character: char, cells: &[u8]| Definition {
        character,
        is_digit: character.is_ascii_digit(),
        is_plain: true,
        cells: cells.into(),
        rule: 0,
    };
    let letters = ('a'..='z').map(|letter| define(letter, &[letter as u8 - b'a' + 1]));
    let others = [define(' ', blank), define('%', &[50, 51]), define('1', &[52])];
    let context = |&(behind, focus): &(&str, &str)| Context {
        pattern: Pattern {
            behind: vec![Test::Text(behind.into())],
            focus: vec![Test::Text(focus.into())],
            ..Pattern::default()
        },
        cells: vec![60, 61],
        rule: 1,
    };
    let string = |&text: &&str| StringRule {
        text: text.into(),
        cells: vec![62],
        before: None,
        after: None,
        is_always: true,
        rule: 2,
    };
    Rules {
        definitions: letters.chain(others).collect(),
        contexts: contexts.iter().map(context).collect(),
        strings: strings.iter().map(string).collect(),
        ..Rules::default()
    }
}

fn table(blank: &[u8], contexts: &[(&str, &str)], strings: &[&str]) -> Table {
    Table::compile(&rules(blank, contexts, strings)).expect("the rules are sound")
}

fn check(table: &Table, texts: &[&str]) {
    let mut words = Words::default();
    for text in texts.iter().chain(texts) {
        let whole = table.translate_all(text, None, text.len(), None, false).expect("defined");
        let mut output = Output::default();
        assert_eq!(table.translate_plain(text, &mut words, &mut output), Ok(true));
        assert_eq!(output, whole, "{text:?}");
    }
}

const TEXTS: [&str; 9] =
    ["d", " d", "  d", "   d", "a  d da", "c d  d", "a%d %d", "1d a1d 11d", "ad a d%da  dd%%d"];

#[test]
fn a_letter_that_differs_behind_a_blank_of_two_cells_only() {
    for behind in [" ", "  ", "   "] {
        check(&table(&[0, 0], &[(behind, "d")], &[]), &TEXTS);
        check(&table(&[0], &[(behind, "d")], &[]), &TEXTS);
    }
}

#[test]
fn a_letter_that_differs_behind_a_sign_of_two_cells_or_a_digit_only() {
    for contexts in [&[("%", "d")][..], &[("1", "d")], &[("%", "d"), ("1", "e")], &[("%%", "d")]] {
        check(&table(&[0], contexts, &[]), &TEXTS);
    }
}

#[test]
fn a_string_that_begins_with_what_is_not_quiet() {
    check(&table(&[0], &[], &["%d", "1d"]), &TEXTS);
    check(&table(&[0, 0], &[], &["%da"]), &TEXTS);
}

#[test]
fn a_letter_between_digits_that_the_first_pass_makes() {
    let one = |text: &str| Correct {
        pattern: Pattern { focus: vec![Test::Text(text.into())], ..Pattern::default() },
        text: "1".into(),
        swap: None,
        rule: 3,
    };
    let between = MidNum { character: 'm', cells: vec![63], rule: 4 };
    let rules = Rules {
        corrects: vec![one("x"), one("yy")],
        midnums: vec![between],
        ..rules(&[0], &[], &[])
    };
    let table = Table::compile(&rules).expect("the rules are sound");
    check(
        &table,
        &["xmx", "1mx", "xm1", "1m1", "axmxa yymyy", "xm", "mx", "xmax", "x mx", "yymxm1 am1"],
    );
}
