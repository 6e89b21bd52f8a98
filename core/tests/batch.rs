//! Many texts in one call give what each gives by itself.

use brailledesk_core::{Definition, Output, Rules, StringRule, Table, Words};

fn define(character: char, cell: u8) -> Definition {
    Definition {
        character,
        is_digit: false,
        is_plain: character.is_ascii(),
        cells: vec![cell],
        rule: 0,
    }
}

/// `che` is one cell: too many strings begin for text to be quiet, if `strings` says so.
fn table(strings: bool) -> Table {
    let letters = ('a'..='z').map(|c| define(c, c as u8 - b'a' + 1));
    let string = |text: String| StringRule {
        text,
        cells: vec![70],
        before: None,
        after: None,
        is_always: true,
        rule: 1,
    };
    let pairs = ('a'..='z').map(|c| string(format!("{c}he")));
    Table::compile(&Rules {
        definitions: letters.chain([define(' ', 0), define('à', 60)]).collect(),
        strings: pairs.take(if strings { 26 } else { 0 }).collect(),
        ..Rules::default()
    })
    .expect("the rules are sound")
}

#[test]
fn many_texts_are_as_each_by_itself() {
    let long = "parola che nessuno conosce ".repeat(40);
    let word = "abcdefghijklmnopqrstuvwxyz".repeat(3);
    let texts = [
        Some("che bello"),
        None,
        Some(""),
        Some(long.as_str()),
        Some("perch\u{e0}"), // has to be prepared
        Some("x"),
        Some(word.as_str()),
        Some("che bello"),
        Some(" due  blank "),
    ];
    for table in [table(true), table(false)] {
        let mut words = Words::default();
        for _ in 0..3 {
            let (mut parts, mut all) = (Vec::new(), Output::default());
            table
                .translate_each(&texts, &mut words, &mut all, |part| parts.push(part))
                .expect("all characters are defined");
            let found: Vec<Option<Output>> =
                parts.into_iter().map(|part| Some(part?.of(&all))).collect();
            assert_eq!(found.len(), texts.len());
            for (text, found) in texts.iter().zip(&found) {
                let mut alone = Output::default();
                let is_plain = text.is_some_and(|text| {
                    let done = table.translate_plain(text, &mut Words::default(), &mut alone);
                    done.expect("all characters are defined")
                });
                assert_eq!(found.as_ref(), is_plain.then_some(&alone), "{text:?}");
            }
            let (mut spans, mut cells) = (Vec::new(), Output::default());
            table
                .translate_cells(&texts, &mut words, &mut cells, |span| spans.push(span))
                .expect("all characters are defined");
            let of_maps = found.iter().map(|found| found.as_ref().map(|one| &one.cells[..]));
            let alone = spans.into_iter().map(|span| span.map(|span| &cells.cells[span]));
            assert!(of_maps.eq(alone));
            assert!(cells.cell_to_char.is_empty() && cells.char_to_cell.is_empty());
        }
    }
}
