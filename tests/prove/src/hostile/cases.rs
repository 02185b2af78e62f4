//! What a hostile server answers. `elsewhere` is another origin, which must never see a token.

use super::server::{JSON, PROBLEM, Step, answer};
use serde_json::{Value, json};
use std::rc::Rc;
use std::time::Duration;

pub struct Case {
    pub name: String,
    /// Made when it is its turn: some are large.
    pub script: Box<dyn Fn() -> Vec<Step>>,
    pub takes: Takes,
}

/// How much of a run one case takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Takes {
    Little,
    /// It is ended by a time-out: only what reads and what decides is tried.
    Time,
    /// Megabytes, for each call.
    Memory,
}

/// What an answer may hold at most is 16 MiB; these stay below it and grow where they are read.
const MUCH: usize = 15 << 20;

/// How it is sent, whatever is in it.
pub fn transport(sample: &Value, elsewhere: &str) -> Vec<Case> {
    let good = sample.to_string();
    let whole = answer("200 OK", &[JSON, DATE], &good);
    let raw = |text: &str| vec![Step::Send(text.as_bytes().to_vec()), Step::Cut];
    let with =
        |status: &str, headers: &[(&str, &str)], body: &str| vec![Step::Send(answer(status, headers, body)), Step::Cut];
    let drip = Duration::from_millis(5);
    let slow = vec![
        ("says nothing", vec![Step::Hold]),
        ("drips its head", vec![Step::Drip(whole.clone(), drip)]),
        ("drips its body", vec![Step::Send(whole[..90].to_vec()), Step::Drip(whole[90..].to_vec(), drip)]),
        ("announces more than it sends", vec![Step::Send(length("99999", &good)), Step::Hold]),
        ("goes on with 100", vec![Step::Flood(b"HTTP/1.1 100 Continue\r\n\r\n".to_vec())]),
    ];
    let chunk = [format!("{:x}\r\n", 1 << 20).into_bytes(), vec![b' '; 1 << 20], b"\r\n".to_vec()].concat();
    let mut all = vec![
        ("cuts at once", vec![Step::Cut]),
        ("cuts in its status", raw("HTTP/1.1 20")),
        ("cuts in its head", vec![Step::Send(whole[..60].to_vec()), Step::Cut]),
        ("cuts in its body", vec![Step::Send(whole[..whole.len() - 5].to_vec()), Step::Cut]),
        ("announces terabytes", vec![Step::Send(length("9999999999999", "")), Step::Hold]),
        (
            "never ends its chunks",
            vec![
                Step::Send(
                    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec(),
                ),
                Step::Flood(chunk),
            ],
        ),
        (
            "never ends its head",
            vec![Step::Send(b"HTTP/1.1 200 OK\r\n".to_vec()), Step::Flood(b"X-More: and more\r\n".to_vec())],
        ),
        ("never ends one header", vec![Step::Send(b"HTTP/1.1 200 OK\r\nX: ".to_vec()), Step::Flood(vec![b'a'; 4096])]),
        ("speaks SSH", raw("SSH-2.0-OpenSSH_9.2\r\n")),
        ("speaks HTTP/0.9", raw("<html>hello</html>")),
        ("speaks HTTP/9.9", raw("HTTP/9.9 200 OK\r\n\r\n{}")),
        ("has a negative length", vec![Step::Send(length("-1", &good)), Step::Cut]),
        ("has two lengths", raw("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 7\r\n\r\n{}")),
        (
            "has a chunk without a size",
            raw(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
            ),
        ),
        (
            "has a chunk larger than memory",
            raw(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{}",
            ),
        ),
        ("says its gzip is JSON", with("200 OK", &[JSON, DATE, ("Content-Encoding", "gzip")], &good)),
        ("says its br is JSON", with("200 OK", &[JSON, DATE, ("Content-Encoding", "br")], &good)),
        ("says its JSON is a page", with("200 OK", &[("Content-Type", "text/html"), DATE], &good)),
        ("has a type of none", with("200 OK", &[("Content-Type", "\u{1}"), DATE], &good)),
        ("is a sign-in page", with("200 OK", &[("Content-Type", "text/html"), DATE], "<html>Please sign in</html>")),
        ("has no date", with("200 OK", &[JSON], &good)),
        ("lives in 1970", with("200 OK", &[JSON, ("Date", "Thu, 01 Jan 1970 00:00:00 GMT")], &good)),
        ("lives in 9999", with("200 OK", &[JSON, ("Date", "Fri, 31 Dec 9999 23:59:59 GMT")], &good)),
        ("lives on no day", with("200 OK", &[JSON, ("Date", "Fri, 31 Feb 2026 25:61:61 GMT")], &good)),
        ("has a stale tag", with("200 OK", &[JSON, DATE, ("ETag", "\"1\"")], &good)),
        ("has a tag of none", with("200 OK", &[JSON, DATE, ("ETag", "W/")], &good)),
        ("was not modified", with("304 Not Modified", &[("ETag", "\"1\"")], "")),
        ("has nothing", with("204 No Content", &[JSON], "")),
        ("has a part", with("206 Partial Content", &[JSON, ("Content-Range", "bytes 0-1/900")], "{}")),
        ("asks for a proxy's word", with("407 Proxy Authentication Required", &[("Proxy-Authenticate", "Basic")], "")),
        ("fails in a page", with("500 Internal Server Error", &[("Content-Type", "text/html")], "<html>")),
        ("is no gateway", with("502 Bad Gateway", &[], "")),
        ("has status 999", raw("HTTP/1.1 999 What\r\n\r\n")),
        ("has status 42", raw("HTTP/1.1 42 What\r\n\r\n")),
        ("says a success is a problem", with("200 OK", &[PROBLEM, DATE], &good)),
        (
            "says a problem is another",
            with(
                "409 Conflict",
                &[PROBLEM],
                "{\"type\":\"urn:doorward:problem:changed\",\"title\":\"t\",\"status\":412,\"detail\":\"d\"}",
            ),
        ),
        ("refuses with a page", with("403 Forbidden", &[("Content-Type", "text/html")], "<html>no</html>")),
        ("asks to wait for ever", with("429 Slow", &[("Retry-After", "99999999999999999999")], "")),
        ("asks to wait for less than nothing", with("429 Slow", &[("Retry-After", "-5")], "")),
        ("asks to wait for a word", with("503 Busy", &[("Retry-After", "soon")], "")),
        (
            "asks who one is elsewhere",
            with("401 Unauthorized", &[("WWW-Authenticate", &format!("Bearer realm=\"{elsewhere}\""))], ""),
        ),
        (
            "refreshes to elsewhere",
            with(
                "200 OK",
                &[
                    JSON,
                    DATE,
                    ("Refresh", &format!("0; url={elsewhere}")),
                    ("Link", &format!("<{elsewhere}/next>; rel=\"next\"")),
                ],
                &good,
            ),
        ),
        (
            "moves its content elsewhere",
            with("200 OK", &[JSON, DATE, ("Location", elsewhere), ("Content-Location", elsewhere)], &good),
        ),
        (
            "sends another service",
            with(
                "200 OK",
                &[
                    JSON,
                    DATE,
                    ("Alt-Svc", &format!("h2=\"{}\"", elsewhere.trim_start_matches("http://"))),
                    ("Set-Cookie", "a=b; Path=/"),
                ],
                &good,
            ),
        ),
    ];
    let redirects = ["300 Choose", "301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"];
    let places = [
        format!("{elsewhere}/v1/me"),
        format!("//{}", elsewhere.trim_start_matches("http://")),
        "http://user:word@127.0.0.1:1/".to_owned(),
    ];
    let moved: Vec<(String, Vec<Step>)> = redirects
        .iter()
        .flat_map(|status| places.iter().map(move |place| (format!("redirects, {status}, to {place}"), status, place)))
        .map(|(name, status, place)| (name, with(status, &[JSON, ("Location", place)], &good)))
        .collect();
    let mut cases: Vec<Case> = all
        .drain(..)
        .map(|(name, script)| case(name.to_owned(), script))
        .chain(slow.into_iter().map(|(name, script)| Case { takes: Takes::Time, ..case(name.to_owned(), script) }))
        .collect();
    cases.extend(moved.into_iter().map(|(name, script)| case(name, script)));
    cases
}

/// What is in it, as far as it is JSON at all.
pub fn bodies(sample: &Value) -> Vec<Case> {
    let good = sample.to_string();
    let nested = |open: &str, close: &str| format!("{}{}", open.repeat(200_000), close.repeat(200_000));
    let all = [
        ("a null", "null".to_owned()),
        ("a list", "[]".to_owned()),
        ("nothing in it", "{}".to_owned()),
        ("half of it", good[..good.len() / 2].to_owned()),
        ("more after it", format!("{good}{good}")),
        ("everything twice", format!("{{{},{}}}", &good[1..good.len() - 1], &good[1..good.len() - 1])),
        ("a deep list", nested("[", "]")),
        ("a deep object", format!("{}1{}", "{\"a\":".repeat(200_000), "}".repeat(200_000))),
        ("depth in a field that counts", good.replacen(':', &format!(":{},\"x\":", nested("[", "]")), 1)),
        ("a number without an end", format!("{{\"x\":1e{}}}", "9".repeat(100_000))),
        ("half a letter", "{\"x\":\"\\ud800\"}".to_owned()),
        ("a zero byte", "{\"x\":\"\u{0}\"}".to_owned()),
        ("a mark before it", format!("\u{feff}{good}")),
    ];
    let small = all.into_iter().map(|(name, body)| saying(format!("has {name}"), Takes::Little, move || body.clone()));
    let word = || format!("{{\"x\":\"{}\"}}", "a".repeat(MUCH));
    let names = || format!("{{{}\"x\":1}}", "\"aaaaaa\":1,".repeat(MUCH / 11));
    let mut cases: Vec<Case> = small.collect();
    cases.push(saying("has a word without an end".to_owned(), Takes::Memory, word));
    cases.push(saying("has more names than it can use".to_owned(), Takes::Memory, names));
    // As many of the smallest things as fit, wherever there is a list.
    for (path, list) in lists(sample) {
        let item = list.first().cloned().unwrap_or_else(|| json!({}));
        for item in [json!({}), json!(null), item] {
            let text = item.to_string();
            let marked = replaced(sample, &path, &json!("@@"));
            let name = format!("has {path} full of {}", &text[..text.len().min(20)]);
            cases.push(saying(name, Takes::Memory, move || {
                let many = format!("{text},").repeat(MUCH / (text.len() + 1) - 1);
                marked.replace("\"@@\"", &format!("[{many}{text}]"))
            }));
        }
    }
    cases
}

/// Each leaf of what is in it, as something else.
pub fn leaves(sample: &Value, elsewhere: &str) -> Vec<Case> {
    let words =
        ["", "\u{202e}\u{200b}\u{0}", "../../x", "9999-12-31T23:59:59Z", "PT0S", "P99999999Y", "99999999999999999999s"];
    let long = "a".repeat(100_000);
    let mut wrong =
        vec![json!(null), json!(true), json!(-1), json!(1e300), json!(0), json!([]), json!({}), json!(long)];
    wrong.push(json!(format!("{elsewhere}/next")));
    wrong.extend(words.map(Value::from));
    let sample = Rc::new(sample.clone());
    let mut cases = Vec::new();
    for path in paths(&sample, "") {
        for value in &wrong {
            let text = value.to_string();
            let name = format!("has {} at {path}", text.chars().take(40).collect::<String>());
            let (sample, path, value) = (sample.clone(), path.clone(), value.clone());
            cases.push(saying(name, Takes::Little, move || replaced(&sample, &path, &value)));
        }
    }
    cases
}

const DATE: (&str, &str) = ("Date", "Fri, 20 Nov 2026 16:00:00 GMT");

fn saying(name: String, takes: Takes, body: impl Fn() -> String + 'static) -> Case {
    let script = move || vec![Step::Send(answer("200 OK", &[JSON, DATE], &body())), Step::Cut];
    Case { name, script: Box::new(script), takes }
}

fn case(name: String, script: Vec<Step>) -> Case {
    let floods = script.iter().any(|step| matches!(step, Step::Flood(_)));
    let takes = if floods { Takes::Memory } else { Takes::Little };
    Case { name, script: Box::new(move || script.clone()), takes }
}

fn length(length: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}").into_bytes()
}

/// As RFC 6901 writes them.
fn paths(value: &Value, at: &str) -> Vec<String> {
    let below: Vec<(String, &Value)> = match value {
        Value::Object(fields) => {
            fields.iter().map(|(name, value)| (format!("{at}/{}", name.replace('/', "~1")), value)).collect()
        }
        Value::Array(items) => {
            items.iter().enumerate().map(|(number, value)| (format!("{at}/{number}"), value)).collect()
        }
        _ => Vec::new(),
    };
    below
        .into_iter()
        .flat_map(|(path, value)| std::iter::once(path.clone()).chain(paths(value, &path)).collect::<Vec<_>>())
        .collect()
}

fn lists(sample: &Value) -> Vec<(String, Vec<Value>)> {
    let list = |path: String| Some((path.clone(), sample.pointer(&path)?.as_array()?.clone()));
    paths(sample, "").into_iter().filter_map(list).collect()
}

fn replaced(sample: &Value, path: &str, value: &Value) -> String {
    let mut sample = sample.clone();
    if let Some(place) = sample.pointer_mut(path) {
        *place = value.clone();
    }
    sample.to_string()
}
