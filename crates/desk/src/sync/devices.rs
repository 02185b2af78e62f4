//! What a person asks of a queue about their devices, answered at once: listing, admitting, revoking, and changing the
//! key of this one. Nothing here is tried again by itself but a key change, which `deliver` goes on with.

use super::blocking;
use super::follow::{Silence, enrol};
use crate::desk::Desk;
use crate::errors::DeviceError;
use crate::ports::{Devices, Line};
use crate::store::QueueId;
use crate::view::{DevicesView, RecoveryView};
use queue_api::{AdmitRequest, DeviceRecord};
use std::sync::Arc;
use tlog::key::Signer as _;

impl Desk {
    /// Reads the devices of every connected queue anew; one that does not answer stays as it was read last.
    pub async fn read_devices(self: &Arc<Self>) -> DevicesView {
        for queue in self.queues() {
            let Some(line) = self.line_to(&queue) else { continue };
            if let Err(error) = read(self, &queue, &line, None).await {
                tracing::info!(%queue, %error, "the devices could not be read");
            }
        }
        self.devices()
    }

    /// Takes the right to decide from another device of this person. `device`: its id, or four or more characters of
    /// its end that fit one device alone. Answers with its name.
    pub async fn revoke_device(self: &Arc<Self>, device: &str) -> Result<String, DeviceError> {
        self.read_devices().await;
        let fits = |record: &DeviceRecord| {
            let (id, removed) = (record.id.as_str(), record.removed_at.is_some());
            !removed && (id == device || (device.len() >= 4 && id.ends_with(device)))
        };
        let mut found = Vec::new();
        for queue in self.queues() {
            let devices = self.registered(&queue).into_iter().filter(&fits);
            found.extend(devices.map(|record| (queue.clone(), record)));
        }
        let [(queue, record)] = found.as_slice() else {
            return Err(if found.is_empty() { DeviceError::NotFound } else { DeviceError::NotOne });
        };
        if self.is_this_device(queue, &record.id) {
            return Err(DeviceError::ThisDevice);
        }
        let line = self.line_to(queue).ok_or(DeviceError::NotConnected)?;
        register(&line)?.remove(&record.id).await?;
        read(self, queue, &line, None).await?;
        Ok(record.name.clone())
    }

    /// Vouches for the device that waits with this fingerprint: all 32 digits, as its person reads them there. The
    /// fingerprint is worked out here from the key that is signed. Answers with the device's name.
    pub async fn admit_device(self: &Arc<Self>, fingerprint: &str) -> Result<String, DeviceError> {
        self.read_devices().await;
        let digits = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
        let wanted = digits(fingerprint);
        let mut found = None;
        for queue in self.queues() {
            let waiting = self.waiting_devices(&queue);
            let same = waiting.into_iter().find(|waiting| digits(&waiting.public_key.fingerprint()) == wanted);
            found = found.or(same.map(|waiting| (queue, waiting)));
        }
        let (queue, waiting) = found.ok_or(DeviceError::NobodyWaits)?;
        let line = self.line_to(&queue).ok_or(DeviceError::NotConnected)?;
        let id = queue.clone();
        let key = waiting.public_key;
        let request = blocking(self, move |desk| {
            let signer = desk.signer_for_queue(&id)?;
            let (me, device) = desk.me_and_device(&id).ok_or(DeviceError::NotConnected)?;
            let statement = AdmitRequest::statement(&me.server, &me.person, &device, &key);
            let signature = signer.sign(statement.as_bytes()).map_err(|_| crate::SigningError::KeyGone(id.clone()))?;
            Ok::<_, DeviceError>(AdmitRequest { public_key: key, device, signature: hex::encode(signature) })
        })
        .await?;
        let admitted = register(&line)?.admit(&request).await?;
        let id = queue.clone();
        blocking(self, move |desk| desk.knows_device(&id, &admitted.id)).await?;
        read(self, &queue, &line, None).await?;
        Ok(waiting.name)
    }

    /// Changes the key of this device at one queue. Done here when it answers; whether the queue has confirmed it is the
    /// answer, and where it has not, it is told with all that goes out next.
    pub async fn rotate_key(self: &Arc<Self>, queue: &str) -> Result<bool, DeviceError> {
        let id = self.queue_named(queue)?;
        let line = self.line_to(&id).ok_or(DeviceError::NotConnected)?;
        register(&line)?;
        let queue = id.clone();
        blocking(self, move |desk| desk.change_key(&queue)).await?;
        let told = announce(self, &id, &line).await;
        if let Err(error) = &told {
            tracing::info!(queue = %id, %error, "the queue has not confirmed the new key yet");
        }
        Ok(told.is_ok())
    }

    /// Ends a log that cannot go on, and begins a new one under a new key, once the queue has admitted that as a further
    /// device: by `invitation` at once. Where it waits for that, asking again goes on with it, and so does the next contact
    /// with the queue.
    pub async fn recover_log(
        self: &Arc<Self>,
        queue: &str,
        invitation: Option<String>,
    ) -> Result<RecoveryView, DeviceError> {
        let id = self.queue_named(queue)?;
        let line = self.line_to(&id).ok_or(DeviceError::NotConnected)?;
        let queue = id.clone();
        blocking(self, move |desk| desk.begin_recovery(&queue)).await?;
        if self.recovering(&id).is_none() {
            return Ok(RecoveryView::Recovered);
        }
        let signed = match &line {
            Line::Signed(signed) => signed,
            Line::Reread(_) => {
                let queue = id.clone();
                blocking(self, move |desk| desk.enrol_alone(&queue)).await.map_err(Silence::from)?;
                return Ok(self.recovery(&id, None));
            }
        };
        let mut why = None;
        if let Some(invitation) = invitation {
            self.invited(&id, invitation);
            enrol(self, &id, &**signed).await?;
            why = self.recovering(&id).map(|_| self.why_not_admitted(&id));
        }
        if self.recovering(&id).is_some() {
            enrol(self, &id, &**signed).await?;
        }
        Ok(self.recovery(&id, why))
    }

    fn recovery(&self, id: &QueueId, why: Option<String>) -> RecoveryView {
        match self.recovering(id) {
            None => RecoveryView::Recovered,
            Some(key) => RecoveryView::Waits {
                fingerprint: key.fingerprint(),
                why: why.unwrap_or_else(|| self.why_not_admitted(id)),
                next: self.way_in(id),
            },
        }
    }
}

impl From<Silence> for DeviceError {
    fn from(silence: Silence) -> Self {
        match silence {
            Silence::Connector(error) => error.into(),
            Silence::Listen(error) => error.into(),
        }
    }
}

fn register(line: &Line) -> Result<&dyn Devices, DeviceError> {
    line.devices().ok_or(DeviceError::NoRegister)
}

/// Reads them into the mirror; `mark` is the feed's word for what is read.
pub(super) async fn read(
    desk: &Arc<Desk>,
    queue: &QueueId,
    line: &Line,
    mark: Option<String>,
) -> Result<(), DeviceError> {
    let asked_as = desk.device_at(queue);
    let register = register(line)?;
    desk.may_ask(queue)?;
    let found = desk.heard_of(queue, register.list().await)?;
    let id = queue.clone();
    Ok(blocking(desk, move |desk| desk.heard_devices(&id, mark, found, asked_as.as_ref())).await?)
}

/// Tells the queue of a key change that it has not confirmed.
pub(super) async fn announce(desk: &Arc<Desk>, queue: &QueueId, line: &Line) -> Result<(), DeviceError> {
    if !desk.key_change_waits(queue) {
        return Ok(());
    }
    let id = queue.clone();
    let Some(announced) = blocking(desk, move |desk| desk.announced(&id)).await? else { return Ok(()) };
    let answer = register(line)?.change_key(&announced.device, &announced.request).await?;
    let id = queue.clone();
    blocking(desk, move |desk| desk.key_confirmed(&id, &answer)).await
}
