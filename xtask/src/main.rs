//! `cargo xtask`: everything a person does with the tree, from the first start to the last check. It runs other
//! programs and says what it runs; it knows nothing of requests, grants or logs.

mod bindings;
mod check;
mod failure;
mod measure;
mod mutants;
mod programs;
mod run;
mod scenario;
mod setup;
mod tree;

use std::process::ExitCode;

use failure::Failure;
use measure::Measure;
use tree::Tree;

const USAGE: &str = "\
cargo xtask WORD

  run [-- ARGUMENTS]         install what is missing, build, start Doorward; without a display: the tour
  test [--only CHECK]        every check there is, or the one of that name; stops at the first that fails
  e2e                        the real app in its real web view, against real parts
  pictures                   every screen, light and dark, into target/pictures
  prove NAME [--full]        one proof; --seed N chooses its seed, --times N how often; prove --list names them
  bench NAME                 one benchmark; bench --list names them
  presence                   the real polkitd asked as an ordinary person; as root
  bindings                   write the generated bindings and openapi.json anew
  setup                      only install what run and test need
  help                       this page
";

/// What went wrong with the words themselves, as against the work.
const BAD_USAGE: u8 = 2;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let Some(task) = task(&words) else {
        if !words.is_empty() {
            eprintln!("xtask does not know: {}\n", words.join(" "));
        }
        eprint!("{USAGE}");
        return ExitCode::from(BAD_USAGE);
    };
    match Tree::here().and_then(|tree| task.carry_out(&tree)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\nxtask: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// What the words ask for.
#[derive(Debug, PartialEq)]
enum Task<'a> {
    Run { arguments: &'a [&'a str] },
    Test { only: Option<&'a str> },
    Scenario(&'a str),
    List(&'static [Measure]),
    Prove { proof: &'static Measure, options: &'a [&'a str] },
    Bench(&'static Measure),
    Presence,
    Bindings,
    Setup,
    Help,
}

fn task<'a>(words: &'a [&'a str]) -> Option<Task<'a>> {
    Some(match words {
        ["run"] => Task::Run { arguments: &[] },
        ["run", "--", arguments @ ..] => Task::Run { arguments },
        ["test"] => Task::Test { only: None },
        ["test", "--only", name] => Task::Test { only: Some(name) },
        ["e2e"] => Task::Scenario("test"),
        ["pictures"] => Task::Scenario("pictures"),
        ["prove", "--list"] => Task::List(measure::PROOFS),
        ["prove", name, options @ ..] => Task::Prove { proof: measure::find(measure::PROOFS, name)?, options },
        ["bench", "--list"] => Task::List(measure::BENCHES),
        ["bench", name] => Task::Bench(measure::find(measure::BENCHES, name)?),
        ["presence"] => Task::Presence,
        ["bindings"] => Task::Bindings,
        ["setup"] => Task::Setup,
        ["help" | "--help" | "-h"] => Task::Help,
        _ => return None,
    })
}

impl Task<'_> {
    fn carry_out(&self, tree: &Tree) -> Result<(), Failure> {
        match self {
            Task::Run { arguments } => run::run(tree, arguments),
            Task::Test { only } => check::test(tree, *only),
            Task::Scenario(word) => scenario::play(tree, word),
            Task::List(measures) => {
                measure::list(measures);
                Ok(())
            }
            Task::Prove { proof, options } => measure::prove(tree, proof, options),
            Task::Bench(bench) => measure::bench(tree, bench),
            Task::Presence => check::presence(tree),
            Task::Bindings => bindings::write(tree),
            Task::Setup => setup::everything(tree),
            Task::Help => {
                print!("{USAGE}");
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_usage_is_understood() {
        for line in USAGE.lines().filter(|line| line.starts_with("  ")) {
            let word = line.split_whitespace().next().unwrap();
            let words = if line.contains("NAME") { vec![word, "--list"] } else { vec![word] };
            assert!(task(&words).is_some(), "{word}");
        }
    }

    #[test]
    fn words_that_mean_nothing_are_refused() {
        for words in [&[][..], &["tset"], &["test", "now"], &["prove"], &["prove", "kill8"], &["run", "fast"]] {
            assert_eq!(task(words), None, "{words:?}");
        }
    }

    #[test]
    fn what_follows_the_dashes_belongs_to_the_app() {
        assert_eq!(task(&["run", "--", "--practice"]), Some(Task::Run { arguments: &["--practice"] }));
    }
}
