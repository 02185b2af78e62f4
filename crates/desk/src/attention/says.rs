//! The words of notifications, from the language files in `locales/`. Names are never joined into sentences here: each
//! sentence is one message with named arguments. It says nothing of a requester's own words.

use super::plan::{MINUTE, Waiting};
use super::settings::Language;
use crate::judging::UNCLASSIFIED;
use crate::text;
use crate::words::{Length, Wish};
use approval::{RequestFacts, RiskLevel, Timestamp};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::borrow::Cow;
use std::sync::LazyLock;

const TITLE_LIMIT: usize = 45;

type Bundle = FluentBundle<FluentResource>;

macro_rules! text_of {
    ($tag:literal) => {
        include_str!(concat!("../../../../locales/", $tag, "/notify.ftl"))
    };
}

macro_rules! catalogues {
    ($($language:ident $tag:literal),* $(,)?) => {
        /// Each language is read when it first speaks.
        fn catalogue(language: Language) -> &'static Bundle {
            match language {
                $(Language::$language => {
                    static READ: LazyLock<Bundle> = LazyLock::new(|| bundle(Language::$language, $tag, text_of!($tag)));
                    &READ
                })*
            }
        }

        #[cfg(test)]
        const CATALOGUES: &[(Language, &str, &str)] = &[$((Language::$language, $tag, text_of!($tag))),*];
    };
}

catalogues! {
    English "en", German "de", French "fr", Spanish "es", BrazilianPortuguese "pt-BR", Japanese "ja", Arabic "ar",
    Hebrew "he",
}

/// Isolation marks are off: some notification services draw them as boxes. `isolated` sets them where they are needed.
fn bundle(language: Language, tag: &str, text: &str) -> Bundle {
    let mut bundle = Bundle::new_concurrent(tag.parse().into_iter().collect());
    bundle.set_use_isolating(false);
    // The digits go with the language and not with a country.
    if language == Language::Arabic {
        bundle.set_formatter(Some(|value, _| match value {
            FluentValue::Number(number) => Some(arabic_digits(&number.as_string())),
            FluentValue::String(_) | FluentValue::Custom(_) | FluentValue::None | FluentValue::Error => None,
        }));
    }
    // What cannot be read is left out; a test holds that there is nothing of the kind.
    let (Ok(resource) | Err((resource, _))) = FluentResource::try_new(text.to_owned());
    let _ = bundle.add_resource(resource);
    bundle
}

macro_rules! messages {
    ($($name:ident $id:literal),* $(,)?) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        enum Message { $($name),* }

        impl Message {
            #[cfg(test)]
            const ALL: &[Message] = &[$(Self::$name),*];
            const fn id(self) -> &'static str {
                match self { $(Self::$name => $id),* }
            }
        }
    };
}

messages! {
    RequestTitle "request-title", RequestBody "request-body", UnclassifiedBody "unclassified-body",
    HiddenTitle "hidden-title", HiddenBody "hidden-body",
    GroupTitle "group-title", GroupBody "group-body", FloodBody "flood-body",
    CrowdTitle "crowd-title", CrowdBody "crowd-body",
    HalfBody "half-body", WaitsBody "waits-body", LastBody "last-body", LastTitle "last-title", LastManyBody "last-many-body",
    DigestTitle "digest-title", DigestBody "digest-body",
    AwayTitle "away-title", AwayBody "away-body", BackTitle "back-title", BackBody "back-body",
    StoppedTitle "stopped-title", StoppedAnyTitle "stopped-any-title", StoppedBody "stopped-body",
    Risk "risk", Left "left", Unit "unit", Once "once", Endless "endless", Untold "untold",
    Answer "answer", AnswerFirst "answer-first", RunsOutFirst "runs-out-first",
}

/// In which language, and whether it may say who, what and where.
#[derive(Debug, Clone, Copy)]
pub(super) struct Says {
    pub language: Language,
    pub hide: bool,
}

/// Title and body.
pub(super) type Words = (String, String);

impl Says {
    pub fn request(self, one: &Waiting<'_>, now: Timestamp) -> Words {
        let facts = one.facts;
        let tenant = self.isolated(&cut(&text::plain_name(&facts.tenant.name), 40));
        let unclassified = is_unclassified(facts);
        let args = [
            ("risk", self.risk(one.level(), !unclassified)),
            ("length", self.wish(one.lasts.wish(facts.window)).into()),
            ("tenant", tenant.into()),
            ("answer", self.answer(one.until, now)),
        ];
        let message = if unclassified { Message::UnclassifiedBody } else { Message::RequestBody };
        self.single(facts, self.say(message, &args), one, now)
    }

    /// That half of its time is gone, or where that has no end, how long it waits.
    pub fn half(self, one: &Waiting<'_>, now: Timestamp) -> Words {
        let (message, of) = match one.until {
            Some(_) => (Message::HalfBody, None),
            None => (Message::WaitsBody, Some(("waited", self.span(now.millis_since(one.asked))))),
        };
        let args = [("risk", self.risk(one.level(), true)), ("answer", self.answer(one.until, now))];
        let args: Vec<_> = args.into_iter().chain(of).collect();
        self.single(one.facts, self.say(message, &args), one, now)
    }

    pub fn last(self, one: &Waiting<'_>, now: Timestamp) -> Words {
        let left = self.span(one.until.map_or(0, |until| until.millis_since(now)));
        let args = [("risk", self.risk(one.level(), true)), ("left", left)];
        self.single(one.facts, self.say(Message::LastBody, &args), one, now)
    }

    /// Several of one requester.
    pub fn group(self, members: &[&Waiting<'_>], now: Timestamp) -> Words {
        let args =
            [("risk", self.risk(worst(members), false)), ("answer", self.first(Message::AnswerFirst, members, now))];
        (self.count_from(members), self.say(Message::GroupBody, &args))
    }

    pub fn flood(self, members: &[&Waiting<'_>]) -> Words {
        (self.count_from(members), self.say(Message::FloodBody, &[("risk", self.risk(worst(members), true))]))
    }

    /// Several of everybody.
    pub fn crowd(self, members: &[&Waiting<'_>], people: usize, now: Timestamp) -> Words {
        let title = self.say(Message::CrowdTitle, &[("count", members.len().into())]);
        let args = [
            ("people", people.into()),
            ("risk", self.risk(worst(members), false)),
            ("answer", self.first(Message::AnswerFirst, members, now)),
        ];
        (title, self.say(Message::CrowdBody, &args))
    }

    pub fn last_of(self, members: &[&Waiting<'_>], now: Timestamp) -> Words {
        let title = self.say(Message::LastTitle, &[("count", members.len().into())]);
        (title, self.within(Message::LastManyBody, members, now))
    }

    pub fn digest(self, members: &[&Waiting<'_>], now: Timestamp) -> Words {
        let title = self.say(Message::DigestTitle, &[("count", members.len().into())]);
        let args =
            [("risk", self.risk(worst(members), false)), ("end", self.first(Message::RunsOutFirst, members, now))];
        (title, self.say(Message::DigestBody, &args))
    }

    pub fn away(self, members: &[&Waiting<'_>], now: Timestamp) -> Words {
        let title = self.say(Message::AwayTitle, &[("count", members.len().into())]);
        (title, self.within(Message::AwayBody, members, now))
    }

    pub fn back(self, why: &'static str, members: &[&Waiting<'_>], missed: usize) -> Words {
        let args =
            [("count", members.len().into()), ("risk", self.risk(worst(members), false)), ("missed", missed.into())];
        (self.say(Message::BackTitle, &[("why", why.into())]), self.say(Message::BackBody, &args))
    }

    /// Nothing can be granted at a queue; `why` is a word of the message.
    pub fn stopped(self, queue: &str, why: &'static str) -> Words {
        let title = if self.hide {
            self.say(Message::StoppedAnyTitle, &[])
        } else {
            self.say(Message::StoppedTitle, &[("queue", self.isolated(&cut(queue, 19)).into())])
        };
        (title, self.say(Message::StoppedBody, &[("why", why.into())]))
    }

    /// Says the least of what waits: for a screen that others see.
    pub fn waiting(self, members: &[&Waiting<'_>], now: Timestamp) -> Words {
        let answer = self.answer(soonest(members), now);
        let args = [("risk", self.risk(worst(members), true)), ("answer", answer)];
        (self.hidden_title(members.len()), self.say(Message::HiddenBody, &args))
    }

    /// What is about one request: who and what in the title, or neither.
    fn single(self, facts: &RequestFacts, body: String, one: &Waiting<'_>, now: Timestamp) -> Words {
        if self.hide {
            return self.waiting(&[one], now);
        }
        let (who, role) = (text::plain_name(&facts.requester.principal.name), text::plain_name(&facts.role.name));
        (self.title(&who, &role), body)
    }

    /// The role loses its end first, then the name.
    fn title(self, who: &str, role: &str) -> String {
        const ROLE: usize = 8;
        let say = |who: &str, role: &str| {
            self.say(Message::RequestTitle, &[("who", self.isolated(who).into()), ("role", self.isolated(role).into())])
        };
        let words = say("", "").chars().count();
        let who = cut(who, TITLE_LIMIT.saturating_sub(words + ROLE));
        let left = TITLE_LIMIT.saturating_sub(words + who.chars().count());
        say(&who, &cut(role, left))
    }

    fn count_from(self, members: &[&Waiting<'_>]) -> String {
        let first = members.first().filter(|_| !self.hide);
        let Some(first) = first else { return self.hidden_title(members.len()) };
        let who = cut(&text::plain_name(&first.facts.requester.principal.name), 24);
        self.say(Message::GroupTitle, &[("count", members.len().into()), ("who", self.isolated(&who).into())])
    }

    fn hidden_title(self, count: usize) -> String {
        self.say(Message::HiddenTitle, &[("count", count.into())])
    }

    /// A sentence with the worst risk and the first end of several that run out.
    fn within(self, message: Message, members: &[&Waiting<'_>], now: Timestamp) -> String {
        let left = self.span(soonest(members).map_or(0, |until| until.millis_since(now)));
        self.say(message, &[("risk", self.risk(worst(members), false)), ("left", left)])
    }

    /// By when it has to be answered, as a sentence.
    fn answer(self, until: Option<Timestamp>, now: Timestamp) -> FluentValue<'static> {
        self.ends(Message::Answer, until, now)
    }

    /// The same of the first of several.
    fn first(self, message: Message, members: &[&Waiting<'_>], now: Timestamp) -> FluentValue<'static> {
        self.ends(message, soonest(members), now)
    }

    fn ends(self, message: Message, until: Option<Timestamp>, now: Timestamp) -> FluentValue<'static> {
        let (ends, left) = match until {
            Some(until) => ("yes", self.span(until.millis_since(now))),
            None => ("no", "".into()),
        };
        self.say(message, &[("ends", ends.into()), ("left", left)]).into()
    }

    fn span(self, millis: i64) -> FluentValue<'static> {
        let minutes = millis / MINUTE;
        let (unit, count) = match minutes {
            i64::MIN..=0 => ("moment", 0),
            1..=119 => ("minute", minutes),
            120..=2879 => ("hour", minutes / 60),
            2880.. => ("day", minutes / 1440),
        };
        self.say(Message::Left, &[("unit", unit.into()), ("count", count.into())]).into()
    }

    fn wish(self, wish: Wish) -> String {
        match wish {
            Wish::Of(length) => self.length(length),
            Wish::Endless => self.say(Message::Endless, &[]),
            Wish::Untold => self.say(Message::Untold, &[]),
        }
    }

    fn length(self, length: Length) -> String {
        let window = match length {
            Length::For(window) => window,
            Length::Once => return self.say(Message::Once, &[]),
        };
        let counted = window.parts().into_iter().zip(["day", "hour", "minute", "second"]);
        let some = counted.filter(|(count, _)| *count > 0);
        let parts =
            some.map(|(count, unit)| self.say(Message::Unit, &[("unit", unit.into()), ("count", count.into())]));
        parts.collect::<Vec<_>>().join(" ")
    }

    fn risk(self, level: RiskLevel, first: bool) -> FluentValue<'static> {
        let place = if first { "first" } else { "within" };
        self.say(Message::Risk, &[("level", level.as_str().into()), ("place", place.into())]).into()
    }

    /// A name written in the other direction than its sentence moves nothing around it.
    fn isolated(self, name: &str) -> String {
        let right_to_left = |c: char| matches!(u32::from(c), 0x0590..=0x08FF | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFF | 0x10800..=0x10FFF | 0x1E800..=0x1EFFF);
        let other_way = self.language.is_right_to_left() || name.chars().any(right_to_left);
        if other_way { format!("\u{2068}{name}\u{2069}") } else { name.to_owned() }
    }

    fn say(self, message: Message, args: &[(&'static str, FluentValue<'static>)]) -> String {
        let bundle = catalogue(self.language);
        let args: FluentArgs<'_> = args.iter().map(|(name, value)| (*name, value.clone())).collect();
        let pattern = bundle.get_message(message.id()).and_then(|message| message.value());
        // Held by the test of the catalogues: every message is there and formats without a fault.
        let said = pattern.map(|pattern| bundle.format_pattern(pattern, Some(&args), &mut Vec::new()));
        said.map_or_else(|| message.id().to_owned(), Cow::into_owned)
    }
}

fn soonest(members: &[&Waiting<'_>]) -> Option<Timestamp> {
    members.iter().filter_map(|one| one.until).min()
}

fn worst(members: &[&Waiting<'_>]) -> RiskLevel {
    members.iter().map(|one| one.level()).max().unwrap_or(RiskLevel::Low)
}

/// It counts as high only because nobody said how dangerous its role is: that is worth a word.
fn is_unclassified(facts: &RequestFacts) -> bool {
    facts.risk.reasons.iter().any(|reason| reason.code == UNCLASSIFIED)
}

pub(super) fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}

fn arabic_digits(number: &str) -> String {
    let digit = |c: char| c.to_digit(10).and_then(|digit| char::from_u32(0x0660 + digit));
    number.chars().map(|c| digit(c).unwrap_or(c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use approval::Window;
    use std::collections::{BTreeMap, BTreeSet};

    /// Ids with the names of their arguments.
    fn read(text: &str) -> BTreeMap<String, BTreeSet<String>> {
        let mut found = BTreeMap::<String, BTreeSet<String>>::new();
        let mut id = String::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if let Some((name, _)) =
                line.split_once(" =").filter(|_| line.starts_with(|c: char| c.is_ascii_lowercase()))
            {
                id = name.to_owned();
                assert!(found.insert(id.clone(), BTreeSet::new()).is_none(), "{id} stands twice");
            }
            for name in line.split('$').skip(1) {
                let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap();
                found.get_mut(&id).unwrap().insert(name.to_owned());
            }
        }
        found
    }

    #[test]
    fn no_message_is_missing_or_unused_in_any_language() {
        let ours: BTreeSet<&str> = Message::ALL.iter().map(|message| message.id()).collect();
        let english = read(CATALOGUES[0].2);
        for &(language, tag, text) in CATALOGUES {
            assert!(FluentResource::try_new(text.to_owned()).is_ok(), "{tag} does not parse");
            let theirs = read(text);
            assert_eq!(theirs.keys().map(String::as_str).collect::<BTreeSet<_>>(), ours, "{tag}");
            assert_eq!(theirs, english, "{tag}: other arguments than in English");
            let bundle = bundle(language, tag, text);
            for (id, names) in theirs {
                let args: FluentArgs<'_> = names.iter().map(|name| (name.as_str(), FluentValue::from(3))).collect();
                let pattern = bundle.get_message(&id).unwrap().value().unwrap();
                let mut errors = Vec::new();
                bundle.format_pattern(pattern, Some(&args), &mut errors);
                assert!(errors.is_empty(), "{tag}, {id}: {errors:?}");
            }
        }
    }

    #[test]
    fn lengths_and_times_left_are_in_the_language() {
        let says = |language| Says { language, hide: false };
        let left = |language, minutes: i64| {
            let FluentValue::String(said) = says(language).span(minutes * MINUTE) else { panic!() };
            said.into_owned()
        };
        let (en, de) = (Language::English, Language::German);
        for (minutes, english, german) in [
            (0, "less than a minute", "weniger als 1 min"),
            (8, "8 min", "8 min"),
            (120, "2 h", "2 h"),
            (2880, "2 days", "2 Tagen"),
        ] {
            assert_eq!((left(en, minutes), left(de, minutes)), (english.to_owned(), german.to_owned()));
        }
        for (seconds, english, german) in
            [(14_400, "4 h", "4 h"), (172_800, "2 days", "2 Tage"), (86_400, "1 day", "1 Tag")]
        {
            let window = Window::from_seconds(seconds).unwrap();
            let length = |language| says(language).length(Length::For(window));
            assert_eq!((length(en), length(de)), (english.to_owned(), german.to_owned()));
        }
    }

    #[test]
    fn a_title_keeps_within_its_length_and_a_name_from_right_to_left_within_its_place() {
        for &(language, _, _) in CATALOGUES {
            let says = Says { language, hide: false };
            let title = says.title(&"x".repeat(80), &"y".repeat(80));
            assert!(title.chars().count() <= TITLE_LIMIT && title.contains("xxx") && title.contains("yyy"), "{title}");
        }
        let says = Says { language: Language::English, hide: false };
        assert_eq!(says.title("דנה", "Reader"), "\u{2068}דנה\u{2069} asks for Reader");
    }

    #[test]
    fn what_is_told_keeps_within_its_length_in_every_language() {
        let levels = RiskLevel::ALL.map(|level| level.as_str());
        for &(language, tag, text) in CATALOGUES {
            let says = Says { language, hide: false };
            // The longest of each kind that is usual: what is rare and longer loses its end.
            let longest = |said: Vec<String>| said.into_iter().max_by_key(|said| said.chars().count()).unwrap();
            let left = |unit: &'static str| says.say(Message::Left, &[("unit", unit.into()), ("count", 59.into())]);
            let left = longest(["moment", "minute", "hour", "day"].map(left).to_vec());
            let risk = |level: &'static str, place: &'static str| {
                says.say(Message::Risk, &[("level", level.into()), ("place", place.into())])
            };
            let ends = |message: Message| {
                let of =
                    |ends: &'static str| says.say(message, &[("ends", ends.into()), ("left", left.clone().into())]);
                longest(["yes", "no"].map(of).to_vec())
            };
            let end = ends(Message::RunsOutFirst);
            let length = says.length(Length::For(Window::from_seconds(90 * 60).unwrap()));
            for id in read(text).keys() {
                let Some(&message) = Message::ALL.iter().find(|message| message.id() == id) else { panic!() };
                let several = ["group-body", "crowd-body"].contains(&id.as_str());
                let answer = ends(if several { Message::AnswerFirst } else { Message::Answer });
                let limit = if id.ends_with("-title") { TITLE_LIMIT } else { 110 };
                for (count, why) in
                    [(0, "away"), (1, "quiet"), (2, "paused"), (3, "device"), (11, "log"), (100, "queue-log")]
                {
                    for level in levels {
                        let names: [(&'static str, FluentValue<'static>); 16] = [
                            ("who", "Marta Lindqvist".into()),
                            ("role", "Reader".into()),
                            ("tenant", "Northwind".into()),
                            ("queue", "Entra PIM".into()),
                            ("risk", risk(level, "first").into()),
                            ("left", left.clone().into()),
                            ("waited", left.clone().into()),
                            ("ends", "yes".into()),
                            ("answer", answer.clone().into()),
                            ("end", end.clone().into()),
                            ("length", length.clone().into()),
                            ("count", count.into()),
                            ("people", count.into()),
                            ("missed", count.into()),
                            ("why", why.into()),
                            ("unit", "day".into()),
                        ];
                        let said = says.say(message, &names);
                        let length = said.chars().count();
                        assert!(length <= limit, "{tag}, {id}: {length} characters: {said}");
                    }
                }
            }
        }
    }

    #[test]
    fn arabic_counts_in_its_own_digits_and_forms_and_keeps_a_latin_name_in_its_place() {
        let says = Says { language: Language::Arabic, hide: false };
        let length = |seconds| says.length(Length::For(Window::from_seconds(seconds).unwrap()));
        assert_eq!(length(172_800), "يومان");
        assert_eq!(length(3 * 86_400 + 3600), "٣ أيام ١ س");
        assert_eq!(says.title("Dana", "Reader"), "\u{2068}Dana\u{2069}: طلب \u{2068}Reader\u{2069}");
    }
}
