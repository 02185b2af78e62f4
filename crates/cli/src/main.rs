//! The command line, `doorward`: it runs the queue, asks for access, and decides by the same desk as the app. It holds no
//! rule of who may decide what; every refusal is the desk's or the queue's, passed on with an exit code.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod arguments;
mod banners;
mod commands;
mod confirm;
mod deciding;
mod denying;
mod doctor;
mod exit;
mod export;
mod grants;
mod inbox;
mod insights;
mod interrupt;
mod keys;
mod listing;
mod log;
mod manual;
mod names;
mod opened;
mod outcome;
mod output;
mod page;
mod polkit;
mod progress;
mod queues;
mod request;
mod retention;
mod roles;
mod saying;
mod serve;
mod shortening;
mod sign_in;
mod suspending;
mod token;
mod verify;
mod watch;
mod witness;

use arguments::{Arguments, Command};
use clap::Parser;
use clap::error::ErrorKind;
use desk::view::{ErrorView, Suspending};
use exit::{Exit, Failure};
use opened::Opened;
use output::{Output, note};
use queue_api::Saying;
use serde::Serialize;
use std::ffi::OsString;
use std::io::stderr;
use std::process::ExitCode;
use std::time::Duration;
use tokio::runtime::Runtime;
use tracing_subscriber::EnvFilter;

/// Writes that began are finished; nobody waits longer for a keyring that does not answer.
const CLOSE_WITHIN: Duration = Duration::from_secs(5);

fn main() -> ExitCode {
    profile::no_core_dumps();
    let arguments = match Arguments::try_parse_from(words(std::env::args_os())) {
        Ok(arguments) => arguments,
        Err(said) => return not_understood(&said).into(),
    };
    tell_programmers();
    commands::of_profile(arguments.profile.as_deref());
    let mut output = Output::new(arguments.json);
    let runtime = match Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            note(&format!("doorward: cannot start: {error}. Check the limits of processes and memory."));
            return Exit::Refused.into();
        }
    };
    let only_reads = arguments.command.only_reads();
    let ended = runtime.block_on(run(arguments, &mut output));
    runtime.shutdown_timeout(CLOSE_WITHIN);
    match ended.map_err(|failure| if only_reads { failure } else { failure.unread() }) {
        Ok(exit) => exit.into(),
        // Nobody is left to tell.
        Err(Failure::PipeClosed) => Exit::Done.into(),
        Err(Failure::Told { exit, view }) => {
            output.failed(&view);
            exit.into()
        }
    }
}

/// `doorward help log export` asks for what `doorward log export --help` says.
fn words(typed: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut words: Vec<OsString> = typed.collect();
    if words.get(1).is_some_and(|word| word == "help") {
        words.remove(1);
        words.push("--help".into());
    }
    words
}

/// Help, the version, or words that are none of ours. To a program these are told too: `--json` is looked for among the words.
/// Help is for people alone.
fn not_understood(said: &clap::Error) -> Exit {
    let json = std::env::args_os().any(|word| word == "--json");
    if json && said.kind() == ErrorKind::DisplayVersion {
        // A closed pipe is no fault.
        let _ = Output::new(true).json(&Version::default());
        return Exit::Done;
    }
    // Help goes to standard output; a closed pipe is no fault.
    let _ = said.print();
    if !said.use_stderr() {
        return Exit::Done;
    }
    if json {
        let text = said.render().to_string();
        let head: Vec<&str> = text.lines().take_while(|line| !line.is_empty()).map(str::trim).collect();
        let head = head.join(" ");
        let message =
            head.strip_prefix("error: ").unwrap_or("Say what to do. For a list of the words: doorward --help");
        Output::new(true).tell(&ErrorView { code: "usage".to_owned(), message: message.to_owned(), retryable: false });
    }
    Exit::Usage
}

/// Which program this is, and what it speaks.
#[derive(Serialize)]
struct Version {
    name: &'static str,
    version: &'static str,
    /// Of the queue's contract.
    api: &'static str,
    /// With a desk that runs.
    protocol: u32,
}

impl Default for Version {
    fn default() -> Self {
        Self {
            name: env!("CARGO_BIN_NAME"),
            version: env!("CARGO_PKG_VERSION"),
            api: queue_api::paths::VERSION,
            protocol: desk_socket::PROTOCOL,
        }
    }
}

async fn run(arguments: Arguments, output: &mut Output) -> Result<Exit, Failure> {
    let profile = arguments.profile;
    match arguments.command {
        Command::Serve(serve) => {
            output.changing()?;
            serve::run(output, profile, serve).await
        }
        Command::Witness(witness) => witness::run(output, profile, witness).await,
        Command::Request(request) => request::run(output, request).await,
        Command::Queue(queue) => queues::run(output, profile, queue).await,
        Command::Keys(keys) => keys::run(output, profile, keys).await,
        Command::Watch => watch::run(output, profile).await,
        Command::List(wanted) => listing::list(Opened::and_listen(profile).await?, output, wanted).await,
        Command::View(command) => listing::view(output, profile, command).await,
        Command::Show { id } => inbox::show(Opened::and_listen(profile).await?, output, &id, deciding::kind()).await,
        Command::Grant(grant) => deciding::grant(&Opened::and_listen(profile).await?, output, grant).await,
        Command::Deny(deny) => deciding::deny(&Opened::and_listen(profile).await?, output, deny).await,
        Command::Shorten(wanted) => shortening::shorten(&Opened::and_listen(profile).await?, output, wanted).await,
        Command::Revoke(revoke) => grants::revoke(&Opened::and_listen(profile).await?, output, revoke).await,
        Command::Consult(wanted) => {
            let opened = Opened::and_listen(profile).await?;
            saying::run(&opened, output, &wanted.id, Saying::Consult(wanted.said())).await
        }
        Command::Advise(wanted) => {
            let opened = Opened::and_listen(profile).await?;
            saying::run(&opened, output, &wanted.id, Saying::Advise(wanted.said())).await
        }
        Command::Question(wanted) => {
            let opened = Opened::and_listen(profile).await?;
            saying::run(&opened, output, &wanted.id, Saying::Question(wanted.said())).await
        }
        Command::Reassign(wanted) => {
            let opened = Opened::and_listen(profile).await?;
            saying::run(&opened, output, &wanted.id, Saying::HandOver(wanted.said())).await
        }
        Command::Suspend(wanted) => {
            suspending::run(&Opened::and_listen(profile).await?, output, wanted, Suspending::Suspend).await
        }
        Command::Restore(wanted) => {
            suspending::run(&Opened::and_listen(profile).await?, output, wanted, Suspending::Restore).await
        }
        Command::Grants => grants::list(Opened::and_listen(profile).await?, output).await,
        Command::Insights(wanted) => insights::run(Opened::and_listen(profile).await?, output, wanted).await,
        Command::Roles(command) => roles::run(output, profile, command).await,
        Command::Log(log) => log::run(output, profile, log).await,
        Command::Completions { shell } => manual::completions(output, shell),
        Command::PolkitPolicy => polkit::policy(output),
        Command::Man { out } => manual::pages(output, out.as_deref()),
    }
}

/// What goes on inside, on standard error, where DOORWARD_LOG asks for it: `DOORWARD_LOG=info`.
fn tell_programmers() {
    let filter = EnvFilter::try_from_env("DOORWARD_LOG").unwrap_or_else(|_| EnvFilter::new("off"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(stderr).init();
}
