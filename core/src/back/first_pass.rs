//! The pass of the `correct` rules, walked one character at a time.
//!
//! See `translate/back/first_pass.py`.

use super::level::{Level, Levels, Pass, Start, Starts};
use crate::characters::Id;

/// What a rule writes: `text`, then what a swap gives; without one nothing more.
#[derive(Debug)]
pub(super) struct Rule {
    pub text: Box<[Id]>,
    /// The place of the swap in the table.
    pub swap: Option<u32>,
}

/// The rules that change the text before anything is written.
#[derive(Debug)]
pub(super) struct FirstPass {
    pub pass: Pass,
    pub starts: Starts,
    /// Those of the table, then those that a writer may apply or not.
    pub rules: Box<[Rule]>,
    pub first_choice: u32,
    /// Whether there is text that writes nothing at all.
    pub has_deletions: bool,
}

/// One way to go on: where the pass stands then, and what it writes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Corrected {
    pub level: Level,
    /// The rule whose focus the text is in, if that may go on.
    pub rule: Option<u32>,
    /// The rule whose text is written first.
    pub text: Option<u32>,
    /// What the character itself is exchanged by, unless it is replaced.
    pub swap: Option<u32>,
    pub is_replaced: bool,
    /// A writer chose to write it uncontracted, no rule asks for that.
    pub is_spelled: bool,
}

impl FirstPass {
    /// Whether the text stands in the focus of a rule whose own text is written already.
    pub fn is_replacing(&self, level: Level, rule: Option<u32>) -> bool {
        level.focus.is_some() && rule.is_some_and(|rule| self.rule(rule).swap.is_none())
    }

    pub fn rule(&self, number: u32) -> &Rule {
        &self.rules[number as usize]
    }

    /// All ways to go on with a character, which speaks for its class.
    pub fn ways(
        &self,
        levels: &mut Levels,
        level: Level,
        rule: Option<u32>,
        id: Id,
    ) -> Vec<Corrected> {
        let mut ways = Vec::new();
        let Some((after, is_inside)) = levels.go_on(level, id, &self.pass) else { return ways };
        if let (true, Some(rule)) = (is_inside, rule) {
            ways.push(self.written(after, rule, false));
            return ways;
        }
        let mut pending = after.pending;
        // A writer's choices come first; nothing need be refused for them.
        for start in self.begun(id).filter(|start| start.number >= self.first_choice) {
            if levels.allows(level.behind, start.rest.chain) {
                let (focus, added) = self.pass.split(start.rest);
                if let Some(chosen) = levels.joined(pending, added) {
                    let chosen = Level { behind: after.behind, focus, pending: chosen };
                    ways.push(self.written(chosen, start.number, true));
                }
            }
        }
        for start in self.begun(id).filter(|start| start.number < self.first_choice) {
            if !levels.allows(level.behind, start.rest.chain) {
                continue;
            }
            let (focus, added) = self.pass.split(start.rest);
            if let Some(chosen) = levels.joined(pending, added) {
                let chosen = Level { behind: after.behind, focus, pending: chosen };
                ways.push(self.written(chosen, start.number, true));
            }
            match levels.refused(pending, start.rest, &self.pass) {
                Some(without) => pending = without,
                None => return ways,
            }
        }
        let level = Level { behind: after.behind, focus: None, pending };
        ways.push(Corrected {
            level,
            rule: None,
            text: None,
            swap: None,
            is_replaced: false,
            is_spelled: false,
        });
        ways
    }

    /// The rules that may begin with a character; one without a focus does nothing.
    fn begun(&self, id: Id) -> impl Iterator<Item = &Start> {
        let in_focus = |start: &&Start| {
            start.taker.is_some_and(|taker| taker < self.pass.chain(start.rest).focus)
        };
        self.starts.with(id).iter().filter(in_focus)
    }

    /// What a rule writes for a character of its focus.
    fn written(&self, level: Level, number: u32, is_first: bool) -> Corrected {
        let swap = self.rule(number).swap;
        Corrected {
            level,
            rule: level.focus.map(|_| number),
            text: is_first.then_some(number),
            swap,
            is_replaced: swap.is_none(),
            is_spelled: swap.is_some() && number >= self.first_choice,
        }
    }
}
