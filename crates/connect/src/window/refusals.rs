//! Why a queue is not added, in words for whoever sits before the window, and where it stands that is to be put right.

use super::Place;
use crate::adding::{AddError, same_queue};
use crate::naming::{NameError, Wanted};
use crate::session::SessionError;
use connectors::sign_in::SignInError;
use connectors::{AddressError, ReachError, System, Takes};
use desk::ports::{ConnectorError, KeychainError};
use desk::text::plain_words;
use desk::view::{AddField, ErrorView, NotAddedView};
use desk::words::{capitalised, sentence};
use desk::{Answer, SigningError};
use queue_api::ProblemType;

fn refused(code: &str, field: Option<AddField>, message: impl Into<String>) -> NotAddedView {
    let message = profile::unnumbered(&message.into());
    NotAddedView { code: code.to_owned(), message, retryable: false, field, connected: false }
}

fn answered(view: ErrorView, field: Option<AddField>) -> NotAddedView {
    let retryable = view.retryable;
    NotAddedView { retryable, ..refused(&view.code, field, view.message) }
}

/// What is wrong with a name and an address before anything is asked. `kind` is the name of the system that was chosen; empty for
/// whichever it is.
pub(super) async fn unless_typed_right(
    place: Place<'_>,
    kind: &str,
    name: &str,
    address: &str,
    again: bool,
) -> Result<Vec<NotAddedView>, ErrorView> {
    let (name, address) = (name.trim(), address.trim());
    let mut wrong = Vec::new();
    let (added, named) = (place.door.added().await?, Wanted::new(name, address, false));
    match &named {
        Err(error) => wrong.push(of_the_name(error)),
        Ok(wanted) if !again && added.iter().any(|added| added.id == wanted.id) => {
            let message = "A queue of this name is connected already. Choose another name.";
            wrong.push(refused("name-taken", Some(AddField::Name), message));
        }
        Ok(_) => {}
    }
    match address.parse::<System>() {
        Err(error) => wrong.push(of_the_address(&error)),
        Ok(system) if !kind.is_empty() && system.kind().name != kind => {
            let message = format!("This is an address of another system: {}.", system.kind().name);
            wrong.push(refused("other-system", Some(AddField::Address), message));
        }
        Ok(_) => {
            let id = named.map(|wanted| wanted.id).unwrap_or_default();
            let same = same_queue(&added, &id, address, "").cloned();
            wrong.extend(same.map(|other| of_adding(AddError::SameQueue(Box::new(other)), false)));
        }
    }
    Ok(wrong)
}

pub(super) fn of_the_name(error: &NameError) -> NotAddedView {
    refused("bad-name", Some(AddField::Name), error.to_string())
}

pub(super) fn of_the_address(error: &AddressError) -> NotAddedView {
    let of_the_token = matches!(error, AddressError::Token | AddressError::Basic | AddressError::Identity(_));
    let field = if of_the_token { AddField::Token } else { AddField::Address };
    refused("bad-address", Some(field), sentence(&capitalised(&plain_words(&error.to_string()))))
}

pub(super) fn of_reaching(error: ReachError) -> NotAddedView {
    match error {
        ReachError::Address(error) => of_the_address(&error),
        ReachError::Connector(error) => answered(error.view(), Some(AddField::Address)),
    }
}

pub(super) fn no_token(takes: Takes) -> NotAddedView {
    let message = match takes {
        Takes::Token => "Paste the token that you were given.",
        Takes::IdentityFile => "Type the path of your identity file.",
    };
    refused("no-token", Some(AddField::Token), message)
}

pub(super) fn cancelled() -> NotAddedView {
    refused("cancelled", None, "Nothing was connected.")
}

pub(super) fn of_the_desk(error: ErrorView) -> NotAddedView {
    answered(error, None)
}

fn of_the_keyring(error: KeychainError) -> NotAddedView {
    answered(SigningError::Keychain(error).view(), None)
}

pub(super) fn of_signing_in(error: SessionError) -> NotAddedView {
    match error {
        SessionError::NoProvider => {
            refused("no-provider", Some(AddField::Way), "Nobody signs in to this system. Paste a token of yours.")
        }
        SessionError::Issuer => refused("bad-issuer", Some(AddField::Issuer), error.to_string()),
        SessionError::NoClient => {
            let message =
                "Which client signs you in is not known yet. Write its ID, as your organisation registered it.";
            refused("no-client", Some(AddField::Client), message)
        }
        SessionError::Keychain(error) => of_the_keyring(error),
        SessionError::SignIn(error) => of_the_provider(&error),
    }
}

fn of_the_provider(error: &SignInError) -> NotAddedView {
    let (code, field, next) = match error {
        SignInError::Address(_) | SignInError::Connector(ConnectorError::BadAnswer(_) | ConnectorError::Refused(_)) => {
            let next = "Check that the issuer is an OpenID provider’s, then try again.";
            ("provider-not-read", Some(AddField::Issuer), next)
        }
        SignInError::Connector(_) => {
            ("provider-not-reached", Some(AddField::Issuer), "Check the network and the issuer, then try again.")
        }
        SignInError::NoCodes => ("no-device-codes", Some(AddField::Way), "Sign in with the browser of this machine."),
        SignInError::Declined(_) => ("sign-in-declined", None, "Nothing was connected. To sign in, try again."),
        SignInError::Refused(_) => (
            "sign-in-refused",
            Some(AddField::Client),
            "Check the client, its secret if it has one, and what it may ask for, then try again.",
        ),
        SignInError::TimedOut => ("sign-in-timed-out", None, "Nothing was connected. To sign in, try again."),
        SignInError::Listener(_) => {
            ("no-loopback", Some(AddField::Way), "Sign in with a code that is typed elsewhere.")
        }
    };
    let said = capitalised(&sentence(&plain_words(&error.to_string())));
    NotAddedView { retryable: true, ..refused(code, field, format!("{said} {next}")) }
}

/// `signs_in`: there is no token that could be another one.
pub(super) fn of_adding(error: AddError, signs_in: bool) -> NotAddedView {
    let token = (!signs_in).then_some(AddField::Token);
    let message = error.to_string();
    match error {
        AddError::Address(error) => of_the_address(&error),
        AddError::Connector(error) => {
            let view = error.view();
            let of_token =
                [ProblemType::Unauthenticated, ProblemType::Forbidden].iter().any(|kind| view.code == kind.slug());
            answered(view, if of_token { token } else { Some(AddField::Address) })
        }
        AddError::NotAQueue => refused("bad-answer", Some(AddField::Address), message),
        AddError::NoFile(_) => refused("no-identity", Some(AddField::Token), message),
        AddError::NotAnApprover => refused("not-an-approver", token, message),
        AddError::SameQueue(_) => {
            let next = "To sign in there again, choose it in the list. To give it another name, remove it first.";
            refused("same-queue", Some(AddField::Address), format!("{message} {next}"))
        }
        AddError::Keychain(error) => of_the_keyring(error),
        AddError::Desk(error) => of_the_desk(error),
        AddError::CannotDecide { why, .. } => NotAddedView { connected: true, ..refused(&why.code, None, message) },
        AddError::NotHeard(why) => {
            let message = why.map_or_else(
                || "It is connected, and was not heard in time. It is tried again by itself.".to_owned(),
                |why| format!("It is connected, and is not heard. {}", why.message),
            );
            NotAddedView { connected: true, ..refused("not-reached", None, message) }
        }
    }
}
