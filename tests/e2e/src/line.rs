//! The network between the app and a queue, which can be cut: for the app the queue is then gone, for others it is there.
//! It looks at nothing that passes.

use std::net::SocketAddr;

use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinHandle,
};

use crate::failure::Outcome;

pub struct Line {
    address: SocketAddr,
    whole: watch::Sender<bool>,
    carrying: JoinHandle<()>,
}

impl Line {
    /// Carries what comes to a free port of this machine to `far`.
    pub async fn to(far: SocketAddr) -> Outcome<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let (whole, seen) = watch::channel(true);
        let carrying = tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                if *seen.borrow() {
                    tokio::spawn(carry(near, far, seen.clone()));
                }
            }
        });
        Ok(Line { address, whole, carrying })
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Ends what is open, and takes nothing more.
    pub fn cut(&self) {
        self.whole.send_replace(false);
    }

    pub fn mend(&self) {
        self.whole.send_replace(true);
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.carrying.abort();
    }
}

async fn carry(mut near: TcpStream, far: SocketAddr, mut whole: watch::Receiver<bool>) {
    let Ok(mut far) = TcpStream::connect(far).await else { return };
    tokio::select! {
        // Either end may hang up at any time.
        _ = copy_bidirectional(&mut near, &mut far) => {}
        _ = whole.wait_for(|whole| !whole) => {}
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    #[tokio::test]
    async fn what_comes_is_carried_until_the_line_is_cut_and_again_when_it_is_mended() {
        let far = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let line = Line::to(far.local_addr().unwrap()).await.unwrap();
        let mut byte = [0];
        let mut near = TcpStream::connect(line.address()).await.unwrap();
        near.write_all(b"a").await.unwrap();
        let (mut there, _) = far.accept().await.unwrap();
        there.read_exact(&mut byte).await.unwrap();
        assert_eq!(byte, *b"a");

        line.cut();
        assert_eq!(near.read(&mut byte).await.unwrap_or(0), 0);
        let mut refused = TcpStream::connect(line.address()).await.unwrap();
        assert_eq!(refused.read(&mut byte).await.unwrap_or(0), 0);

        line.mend();
        let mut near = TcpStream::connect(line.address()).await.unwrap();
        near.write_all(b"b").await.unwrap();
        let (mut there, _) = far.accept().await.unwrap();
        there.read_exact(&mut byte).await.unwrap();
        assert_eq!(byte, *b"b");
    }
}
