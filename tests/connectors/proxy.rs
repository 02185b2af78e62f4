//! Stands between our connector and its server, passes on one exchange per connection, and does to the calls that decide
//! what a test says.

use super::world::Fault;
use queue_api::{Problem, ProblemType, paths};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

#[derive(Default)]
pub struct Wire {
    pub faults: Mutex<Vec<Fault>>,
    pub throttle_list: Mutex<Option<u32>>,
    pub deaf: AtomicBool,
    /// Rows asked for on a page; the server's own choice when 0.
    pub page: AtomicUsize,
    pub calls: AtomicUsize,
}

/// Answers with the address to call.
pub async fn start(server: &str, wire: Arc<Wire>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let server = server.trim_start_matches("http://").to_owned();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            // A side that hangs up ends its own exchange.
            tokio::spawn(exchange(stream, server.clone(), wire.clone()));
        }
    });
    address
}

async fn exchange(mut client: TcpStream, server: String, wire: Arc<Wire>) -> Option<()> {
    let request = message(&mut client).await?;
    let head = String::from_utf8_lossy(&request).into_owned();
    let target = head.split(' ').nth(1)?.to_owned();
    let is_list = target.starts_with(paths::CHANGES);
    let decides = head.starts_with("POST")
        && ["/decisions", "/revocation", "/shortening"].iter().any(|end| target.ends_with(end));
    let throttle = if is_list { wire.throttle_list.lock().unwrap().take() } else { None };
    if let Some(seconds) = throttle {
        return answer(&mut client, throttled(seconds)).await;
    }
    let fault = if decides { wire.faults.lock().unwrap().pop() } else { None };
    wire.calls.fetch_add(usize::from(decides), Ordering::SeqCst);
    match fault {
        Some(Fault::Throttled(seconds)) => return answer(&mut client, throttled(seconds)).await,
        Some(Fault::Before) => return None,
        Some(Fault::After | Fault::Half) | None => {}
    }
    let page = wire.page.load(Ordering::SeqCst);
    let paged = if is_list && page > 0 { format!("{target}&limit={page}") } else { target.clone() };
    let mut upstream = TcpStream::connect(&server).await.ok()?;
    let place = head.find(&target)?;
    let rest = &request[place + target.len()..];
    let end_of_line = rest.iter().position(|byte| *byte == b'\n')? + 1;
    let once = b"connection: close\r\n".as_slice();
    let sent = [&request[..place], paged.as_bytes(), &rest[..end_of_line], once, &rest[end_of_line..]].concat();
    upstream.write_all(&sent).await.ok()?;
    let reply = message(&mut upstream).await?;
    if is_list && wire.deaf.load(Ordering::SeqCst) {
        return std::future::pending().await;
    }
    match fault {
        Some(Fault::After) => None,
        Some(Fault::Half) => answer(&mut client, reply[..reply.len() - 100].to_vec()).await,
        Some(Fault::Throttled(_) | Fault::Before) | None => answer(&mut client, reply).await,
    }
}

async fn answer(client: &mut TcpStream, bytes: Vec<u8>) -> Option<()> {
    client.write_all(&bytes).await.ok()?;
    client.shutdown().await.ok()
}

fn throttled(seconds: u32) -> Vec<u8> {
    let kind = ProblemType::TooManyRequests;
    let problem = Problem { retry_after: Some(seconds), ..Problem::new(kind, "Too many requests. Wait.") };
    let body = serde_json::to_string(&problem).unwrap();
    let head = format!(
        "HTTP/1.1 429 Too Many Requests\r\nContent-Type: application/problem+json\r\nRetry-After: {seconds}\r\n\
         Connection: close\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    (head + &body).into_bytes()
}

/// Head and body, as the head says how long that is.
async fn message(stream: &mut TcpStream) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut chunk = [0; 8192];
    loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            let length: usize = length.map_or(Some(0), |length| length.trim().parse().ok())?;
            if bytes.len() >= end + 4 + length {
                return Some(bytes);
            }
        }
        match stream.read(&mut chunk).await {
            Ok(read) if read > 0 => bytes.extend_from_slice(&chunk[..read]),
            Ok(_) | Err(_) => return None,
        }
    }
}
