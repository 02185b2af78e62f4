//! One message: its length in bytes as 32 bits, most significant first, then JSON.

use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

/// What is asked is short; a reason has its own limit.
pub const LARGEST_ASK: u32 = 256 * 1024;
/// An exported log is long.
pub const LARGEST_ANSWER: u32 = 1024 * 1024 * 1024;

#[derive(Debug, thiserror::Error)]
pub enum FrameError {
    #[error(transparent)]
    Io(#[from] io::Error),
    #[error("a message of {0} bytes is too long")]
    TooLong(usize),
    #[error("a message cannot be read: {0}")]
    Form(#[from] serde_json::Error),
}

pub async fn write(stream: &mut (impl AsyncWrite + Unpin), message: &impl Serialize) -> Result<(), FrameError> {
    let bytes = serde_json::to_vec(message)?;
    let length = u32::try_from(bytes.len()).ok().filter(|length| *length <= LARGEST_ANSWER);
    let length = length.ok_or(FrameError::TooLong(bytes.len()))?;
    stream.write_all(&length.to_be_bytes()).await?;
    stream.write_all(&bytes).await?;
    Ok(stream.flush().await?)
}

/// `None` when the other end has gone between two messages.
pub async fn read<T: DeserializeOwned>(
    stream: &mut (impl AsyncRead + Unpin),
    most: u32,
) -> Result<Option<T>, FrameError> {
    let mut length = [0; 4];
    // The end before the first byte is an end in order.
    if stream.read(&mut length[..1]).await? == 0 {
        return Ok(None);
    }
    stream.read_exact(&mut length[1..]).await?;
    let length = u32::from_be_bytes(length);
    if length > most {
        return Err(FrameError::TooLong(length as usize));
    }
    // Grows as bytes arrive: a length alone takes no memory.
    let mut bytes = Vec::new();
    stream.take(u64::from(length)).read_to_end(&mut bytes).await?;
    if bytes.len() < length as usize {
        return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
    }
    Ok(Some(serde_json::from_slice(&bytes)?))
}
