//! Where a request is found in the system that it comes from. The address is another's: it is https and names no person, and
//! whoever opens it reads first which host it leads to.

use crate::capabilities::Binding;
use crate::state::{Mirrored, Queue};
use crate::text;
use crate::view::PageView;
use url::Url;

/// Longer addresses are none of a page.
const LONGEST: usize = 2000;

pub(crate) struct Page(Url);

/// Absent where none is told, or none that could be opened. Our own queue's requests are decided here and nowhere else.
pub(crate) fn of(queue: &Queue, mirrored: &Mirrored) -> Option<Page> {
    match queue.record.capabilities.binding {
        Binding::Revision => None,
        Binding::Reread => read(mirrored.record.for_you.page.as_deref()?),
    }
}

fn read(address: &str) -> Option<Page> {
    let url = Url::parse(address).ok().filter(|_| address.len() <= LONGEST)?;
    let plain = url.username().is_empty() && url.password().is_none() && url.host_str().is_some();
    (url.scheme() == "https" && plain).then_some(Page(url))
}

impl Page {
    pub(crate) fn address(&self) -> &str {
        self.0.as_str()
    }

    pub(crate) fn view(&self) -> PageView {
        // As it would be asked for: what is not ASCII is written out.
        PageView { host: text::plain_name(self.0.host_str().unwrap_or_default()), address: self.address().to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_https_address_is_a_page() {
        let host = |address: &str| read(address).map(|page| page.view().host);
        assert_eq!(host("https://portal.example/a#view/b"), Some("portal.example".to_owned()));
        assert_eq!(host("https://pоrtal.example/"), Some("xn--prtal-jye.example".to_owned()), "as it is asked for");
        for wrong in [
            "http://portal.example/",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "https://portal.example@evil.example/",
            "https:",
            "portal.example",
            "",
        ] {
            assert_eq!(host(wrong), None, "{wrong}");
        }
        assert_eq!(host(&format!("https://portal.example/{}", "a".repeat(LONGEST))), None);
    }
}
