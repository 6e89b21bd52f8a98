//! Any rules compile or are refused, and what compiles can be used: as JSON where the bytes begin as
//! JSON does, else drawn from the bytes.
#![no_main]

use arbitrary::Unstructured;
use brailledesk_core::{Output, Table, Words};
use brailledesk_core_fuzz::{check, rules};
use libfuzzer_sys::fuzz_target;

const TEXTS: [&str; 4] =
    ["aa bc 12 A.d\n'e  ", "Perché no? 3,14 € (è)", "aAbBcCdDeE", "\u{1}\u{E000}日𝄞"];

fn table(data: &[u8]) -> Option<Table> {
    if data.first() == Some(&b'{') {
        return Table::from_json(std::str::from_utf8(data).ok()?).ok();
    }
    Table::compile(&rules(&mut Unstructured::new(data), false).ok()?).ok()
}

fuzz_target!(|data: &[u8]| {
    let Some(table) = table(data) else { return };
    let mut words = Words::default();
    for text in TEXTS {
        let length = text.chars().count();
        if let Ok(whole) = table.translate_all(text, None, length, None, true) {
            check(&whole, length);
        }
        let mut output = Output::default();
        if table.translate_plain(text, &mut words, &mut output) == Ok(true) {
            check(&output, length);
        }
    }
});
