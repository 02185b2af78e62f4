//! What is shown of people, repositories, runs and environments: all that the contract wants there, whether anybody reads it or not.

use super::{DANA, DEVELOPMENT, ILYA, ME, PRODUCTION, REPOSITORY, Run, STAGING};
use approval::Timestamp;
use serde_json::{Map, Value, json};

const API: &str = "https://api.github.com";
const SITE: &str = "https://github.com";
const BEGINNING: &str = "2024-03-01T09:00:00Z";
const COMMIT: &str = "1a2b3c4d5e6f708192a3b4c5d6e7f80912345678";

/// `{name}_url` of each, below an address.
fn addresses(base: &str, names: &[&str]) -> Map<String, Value> {
    names.iter().map(|name| (format!("{name}_url"), json!(format!("{base}/{name}")))).collect()
}

fn with(mut value: Value, more: Map<String, Value>) -> Value {
    value.as_object_mut().unwrap().extend(more);
    value
}

fn person(login: &str) -> Value {
    let id = match login {
        ME => 1001,
        DANA => 1002,
        ILYA => 1003,
        _ => 1004,
    };
    let url = format!("{API}/users/{}", login.replace(' ', "-"));
    let names = [
        "events",
        "followers",
        "following",
        "gists",
        "organizations",
        "received_events",
        "repos",
        "starred",
        "subscriptions",
    ];
    let said = json!({
        "id": id,
        "login": login,
        "node_id": format!("U_{id}"),
        "avatar_url": format!("https://avatars.githubusercontent.com/u/{id}"),
        "gravatar_id": "",
        "url": url,
        "html_url": format!("{SITE}/{}", login.replace(' ', "-")),
        "type": "User",
        "site_admin": false,
    });
    with(said, addresses(&url, &names))
}

/// Whose token it is.
pub fn me() -> Value {
    let none = ["bio", "blog", "company", "email", "hireable", "location"];
    let mut said = with(person(ME), none.iter().map(|name| ((*name).to_owned(), Value::Null)).collect());
    for count in ["followers", "following", "public_gists", "public_repos"] {
        said[count] = json!(0);
    }
    for at in ["created_at", "updated_at"] {
        said[at] = json!(BEGINNING);
    }
    said["name"] = json!("Noor Haddad");
    said["user_view_type"] = json!("public");
    said
}

fn repository() -> Value {
    let url = format!("{API}/repos/{REPOSITORY}");
    let (owner, name) = REPOSITORY.split_once('/').unwrap();
    let names = [
        "archive",
        "assignees",
        "blobs",
        "branches",
        "collaborators",
        "comments",
        "commits",
        "compare",
        "contents",
        "contributors",
        "deployments",
        "downloads",
        "events",
        "forks",
        "git_commits",
        "git_refs",
        "git_tags",
        "hooks",
        "issue_comment",
        "issue_events",
        "issues",
        "keys",
        "labels",
        "languages",
        "merges",
        "milestones",
        "notifications",
        "pulls",
        "releases",
        "stargazers",
        "statuses",
        "subscribers",
        "subscription",
        "tags",
        "teams",
        "trees",
    ];
    let said = json!({
        "id": 5001,
        "node_id": "R_5001",
        "name": name,
        "full_name": REPOSITORY,
        "owner": person(owner),
        "private": true,
        "fork": false,
        "description": null,
        "url": url,
        "html_url": format!("{SITE}/{REPOSITORY}"),
    });
    with(said, addresses(&url, &names))
}

/// A run in one of its attempts, counted from 1.
pub fn run(id: u64, run: &Run, number: usize) -> Value {
    let attempt = &run.attempts[number - 1];
    let url = format!("{API}/repos/{REPOSITORY}/actions/runs/{id}");
    let status = match attempt.conclusion {
        Some(_) => "completed",
        None if run.waiting.is_empty() => "in_progress",
        None => "waiting",
    };
    let commit = json!({
        "id": COMMIT,
        "tree_id": COMMIT,
        "message": run.title,
        "timestamp": run.attempts[0].began,
        "author": { "name": "Dana Peres", "email": "dana.peres@acme.example" },
        "committer": { "name": "Dana Peres", "email": "dana.peres@acme.example" },
    });
    let said = json!({
        "id": id,
        "node_id": format!("WFR_{id}"),
        "name": "Release",
        "display_title": run.title,
        "run_number": run.number,
        "run_attempt": number,
        "event": "push",
        "status": status,
        "conclusion": attempt.conclusion,
        "workflow_id": 6001,
        "path": ".github/workflows/release.yml",
        "head_branch": "main",
        "head_sha": COMMIT,
        "head_commit": commit,
        "url": url,
        "html_url": format!("{SITE}/{REPOSITORY}/actions/runs/{id}"),
        "pull_requests": [],
        "created_at": run.attempts[0].began,
        "updated_at": attempt.began,
        "run_started_at": attempt.began,
        "actor": person(&run.attempts[0].by),
        "triggering_actor": person(&attempt.by),
        "repository": repository(),
        "head_repository": repository(),
    });
    with(said, addresses(&url, &["jobs", "logs", "check_suite", "cancel", "rerun", "artifacts", "workflow"]))
}

fn name(environment: u64) -> &'static str {
    match environment {
        DEVELOPMENT => "development",
        STAGING => "staging",
        PRODUCTION => "production",
        _ => "somewhere",
    }
}

fn named(id: u64) -> Value {
    json!({
        "id": id,
        "node_id": format!("EN_{id}"),
        "name": name(id),
        "url": format!("{API}/repos/{REPOSITORY}/environments/{}", name(id)),
        "html_url": format!("{SITE}/{REPOSITORY}/deployments/activity_log?environments_filter={}", name(id)),
    })
}

fn reviewers() -> Value {
    [ME, ILYA].map(|login| json!({ "type": "User", "reviewer": person(login) })).into_iter().collect()
}

fn waits(environment: u64) -> u32 {
    if environment == STAGING { 30 } else { 0 }
}

/// With its rules: it lets people review what they set off.
pub fn environment(id: u64) -> Value {
    let mut rules = vec![json!({
        "id": 1, "node_id": "GA_1", "type": "required_reviewers", "prevent_self_review": false, "reviewers": reviewers(),
    })];
    if waits(id) > 0 {
        rules.push(json!({ "id": 2, "node_id": "GA_2", "type": "wait_timer", "wait_timer": waits(id) }));
    }
    let more = json!({ "created_at": BEGINNING, "updated_at": BEGINNING, "protection_rules": rules });
    with(named(id), more.as_object().unwrap().clone())
}

pub fn pending(environment: u64, now: Timestamp) -> Value {
    let begun = (waits(environment) > 0).then_some(now);
    json!({
        "environment": named(environment),
        "wait_timer": waits(environment),
        "wait_timer_started_at": begun,
        "current_user_can_approve": true,
        "reviewers": reviewers(),
    })
}

pub fn review((environment, state, who, comment): &(u64, &'static str, String, String)) -> Value {
    let environment = with(
        named(*environment),
        [("created_at", BEGINNING), ("updated_at", BEGINNING)]
            .map(|(name, at)| (name.to_owned(), json!(at)))
            .into_iter()
            .collect(),
    );
    json!({ "environments": [environment], "state": state, "user": person(who), "comment": comment })
}

pub fn deployment(run: u64, environment: u64, now: Timestamp) -> Value {
    let url = format!("{API}/repos/{REPOSITORY}/deployments/{run}");
    json!({
        "id": run,
        "node_id": format!("DE_{run}"),
        "sha": COMMIT,
        "ref": "main",
        "task": "deploy",
        "payload": {},
        "environment": name(environment),
        "original_environment": name(environment),
        "description": null,
        "creator": person(DANA),
        "created_at": now,
        "updated_at": now,
        "url": url,
        "statuses_url": format!("{url}/statuses"),
        "repository_url": format!("{API}/repos/{REPOSITORY}"),
    })
}
