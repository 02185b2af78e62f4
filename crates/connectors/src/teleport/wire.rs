//! The part of Teleport's `proto.AuthService` that approvers need, as API 18.0.0 numbers its fields. Fields that are not read here
//! have no place: whoever answers may send them.

use approval::Timestamp as Moment;
use prost::Message;

pub const SERVICE: &str = "proto.AuthService";
pub const PING: &str = "/proto.AuthService/Ping";
pub const LIST: &str = "/proto.AuthService/ListAccessRequests";
pub const REVIEW: &str = "/proto.AuthService/SubmitAccessReview";

/// Of a request, and of what a review proposes.
pub mod state {
    pub const PENDING: i32 = 1;
    pub const APPROVED: i32 = 2;
    pub const DENIED: i32 = 3;
    /// Whoever asked was put on an access list in its place.
    pub const PROMOTED: i32 = 4;
}

/// Which requests are listed.
pub mod scope {
    pub const ALL: i32 = 0;
    /// Neither one's own, nor reviewed by oneself.
    pub const NEEDS_REVIEW: i32 = 2;
}

/// 9999-12-31T23:59:59Z, in seconds; what is beyond is no time.
const LAST: i64 = 253_402_300_799;

/// google.protobuf.Timestamp. What Go writes for no time at all lies before 1970.
#[derive(Clone, Copy, PartialEq, Eq, Message)]
pub struct Timestamp {
    #[prost(int64, tag = "1")]
    pub seconds: i64,
    #[prost(int32, tag = "2")]
    pub nanos: i32,
}

impl Timestamp {
    pub fn of(at: Moment) -> Self {
        let (seconds, millis) = (at.millis().div_euclid(1000), at.millis().rem_euclid(1000));
        Self { seconds, nanos: i32::try_from(millis * 1_000_000).unwrap_or_default() }
    }

    /// `None` for what is no time.
    pub fn read(self) -> Option<Moment> {
        let sound = (1..=LAST).contains(&self.seconds) && (0..1_000_000_000).contains(&self.nanos);
        sound.then(|| Moment::from_millis(self.seconds * 1000 + i64::from(self.nanos / 1_000_000)))
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Message)]
pub struct Ping {}

#[derive(Clone, PartialEq, Eq, Message)]
pub struct Pong {
    #[prost(string, tag = "1")]
    pub cluster: String,
    #[prost(string, tag = "2")]
    pub version: String,
}

#[derive(Clone, PartialEq, Eq, Message)]
pub struct Filter {
    #[prost(string, tag = "1")]
    pub id: String,
    #[prost(int32, tag = "3")]
    pub state: i32,
    #[prost(int32, tag = "5")]
    pub scope: i32,
}

#[derive(Clone, PartialEq, Eq, Message)]
pub struct List {
    #[prost(message, optional, tag = "1")]
    pub filter: Option<Filter>,
    #[prost(int32, tag = "4")]
    pub limit: i32,
    #[prost(string, tag = "5")]
    pub start_key: String,
}

#[derive(Clone, PartialEq, Eq, Message)]
pub struct Listed {
    #[prost(message, repeated, tag = "1")]
    pub requests: Vec<AccessRequest>,
    #[prost(string, tag = "2")]
    pub next_key: String,
}

/// AccessRequestV3.
#[derive(Clone, PartialEq, Eq, Message)]
pub struct AccessRequest {
    #[prost(string, tag = "1")]
    pub kind: String,
    #[prost(string, tag = "3")]
    pub version: String,
    #[prost(message, optional, tag = "4")]
    pub metadata: Option<Metadata>,
    #[prost(message, optional, tag = "5")]
    pub spec: Option<Spec>,
}

#[derive(Clone, PartialEq, Eq, Message)]
pub struct Metadata {
    /// The request's id.
    #[prost(string, tag = "1")]
    pub name: String,
    #[prost(message, optional, tag = "6")]
    pub expires: Option<Timestamp>,
}

/// AccessRequestSpecV3.
#[derive(Clone, PartialEq, Eq, Message)]
pub struct Spec {
    #[prost(string, tag = "1")]
    pub user: String,
    #[prost(string, repeated, tag = "2")]
    pub roles: Vec<String>,
    #[prost(int32, tag = "3")]
    pub state: i32,
    #[prost(message, optional, tag = "4")]
    pub created: Option<Timestamp>,
    /// When the access ends.
    #[prost(message, optional, tag = "5")]
    pub expires: Option<Timestamp>,
    #[prost(string, tag = "6")]
    pub request_reason: String,
    #[prost(string, tag = "7")]
    pub resolve_reason: String,
    #[prost(message, repeated, tag = "10")]
    pub thresholds: Vec<Threshold>,
    #[prost(message, repeated, tag = "11")]
    pub role_thresholds: Vec<RoleThresholds>,
    #[prost(message, repeated, tag = "12")]
    pub reviews: Vec<Review>,
    #[prost(message, repeated, tag = "14")]
    pub resources: Vec<ResourceId>,
    /// When the access ends, where whoever asked said for how long.
    #[prost(message, optional, tag = "17")]
    pub max_duration: Option<Timestamp>,
    /// When the access begins, where that is later.
    #[prost(message, optional, tag = "21")]
    pub assume_start: Option<Timestamp>,
    /// When the request is gone, if nobody answers it.
    #[prost(message, optional, tag = "22")]
    pub resource_expiry: Option<Timestamp>,
}

/// How many reviews end it. A filter leaves some of them uncounted, and is not worked out here.
#[derive(Clone, PartialEq, Eq, Message)]
pub struct Threshold {
    #[prost(string, tag = "1")]
    pub name: String,
    #[prost(string, tag = "2")]
    pub filter: String,
    #[prost(uint32, tag = "3")]
    pub approve: u32,
    #[prost(uint32, tag = "4")]
    pub deny: u32,
}

/// An entry of RoleThresholdMapping: a role is granted once each of its sets is met, and a set once one of its thresholds is.
#[derive(Clone, PartialEq, Eq, Message)]
pub struct RoleThresholds {
    #[prost(string, tag = "1")]
    pub role: String,
    #[prost(message, optional, tag = "2")]
    pub sets: Option<ThresholdSets>,
}

#[derive(Clone, PartialEq, Eq, Message)]
pub struct ThresholdSets {
    #[prost(message, repeated, tag = "1")]
    pub sets: Vec<ThresholdSet>,
}

#[derive(Clone, PartialEq, Eq, Message)]
pub struct ThresholdSet {
    #[prost(uint32, repeated, tag = "1")]
    pub indexes: Vec<u32>,
}

/// AccessReview. Whose it is, the server fills in.
#[derive(Clone, PartialEq, Eq, Message)]
pub struct Review {
    #[prost(string, tag = "1")]
    pub author: String,
    #[prost(int32, tag = "3")]
    pub proposed_state: i32,
    #[prost(string, tag = "4")]
    pub reason: String,
    #[prost(message, optional, tag = "5")]
    pub created: Option<Timestamp>,
}

#[derive(Clone, PartialEq, Eq, Message)]
pub struct ResourceId {
    #[prost(string, tag = "1")]
    pub cluster: String,
    #[prost(string, tag = "2")]
    pub kind: String,
    #[prost(string, tag = "3")]
    pub name: String,
    #[prost(string, tag = "4")]
    pub sub_resource: String,
}

/// AccessReviewSubmission.
#[derive(Clone, PartialEq, Eq, Message)]
pub struct Submission {
    #[prost(string, tag = "1")]
    pub request: String,
    #[prost(message, optional, tag = "2")]
    pub review: Option<Review>,
}

/// Which fields of a message are messages themselves, as far as such a field may come again and again.
pub(super) struct Shape(&'static [(u64, &'static Shape)]);

const LEAF: Shape = Shape(&[]);
// A set's own field comes packed: numbers one after the other, and no message.
const SETS: Shape = Shape(&[(1, &LEAF)]);
const SPEC: Shape = Shape(&[(10, &LEAF), (11, &Shape(&[(2, &SETS)])), (12, &LEAF), (14, &LEAF)]);

/// What may come as an answer.
pub(super) trait Bounded: Message + Default + 'static {
    const SHAPE: Shape;
}

impl Bounded for Pong {
    const SHAPE: Shape = LEAF;
}

impl Bounded for AccessRequest {
    const SHAPE: Shape = Shape(&[(5, &SPEC)]);
}

impl Bounded for Listed {
    const SHAPE: Shape = Shape(&[(1, &AccessRequest::SHAPE)]);
}

/// Fields of a message, and of those in it, at most. The smallest take two bytes where they are sent and a hundred times that
/// where they are read.
const MOST_FIELDS: usize = 50_000;

/// Whether it may be read: its fields are counted before a place is made for any.
pub(super) fn is_bounded<T: Bounded>(message: &[u8]) -> bool {
    let mut left = MOST_FIELDS;
    count(message, &T::SHAPE, &mut left).is_some()
}

/// `None` where there are more, or where it is no message.
fn count(mut bytes: &[u8], shape: &Shape, left: &mut usize) -> Option<()> {
    while !bytes.is_empty() {
        *left = left.checked_sub(1)?;
        let key = varint(&mut bytes)?;
        match key & 7 {
            0 => drop(varint(&mut bytes)?),
            1 => drop(take(&mut bytes, 8)?),
            2 => {
                let length = varint(&mut bytes)?;
                let part = take(&mut bytes, usize::try_from(length).ok()?)?;
                if let Some((_, inner)) = shape.0.iter().find(|(tag, _)| *tag == key >> 3) {
                    count(part, inner, left)?;
                }
            }
            5 => drop(take(&mut bytes, 4)?),
            _ => return None,
        }
    }
    Some(())
}

fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for place in 0..10 {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(byte & 0x7f) << (7 * place);
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

fn take<'a>(bytes: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (part, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_of_more_fields_than_memory_is_for_is_not_read() {
        let review = Review { author: "noor".to_owned(), ..Review::default() };
        let spec = |reviews: usize| Some(Spec { reviews: vec![review.clone(); reviews], ..Spec::default() });
        let listed = |reviews| Listed {
            requests: vec![AccessRequest { spec: spec(reviews), ..AccessRequest::default() }],
            ..Listed::default()
        };
        assert!(is_bounded::<Listed>(&listed(1000).encode_to_vec()));
        assert!(!is_bounded::<Listed>(&listed(MOST_FIELDS / 2).encode_to_vec()), "two fields for each");
        assert!(!is_bounded::<Listed>(&[0x0a, 0].repeat(MOST_FIELDS + 1)), "as many requests");
        let mut sets = ThresholdSets { sets: vec![ThresholdSet::default(); MOST_FIELDS] };
        let spec = |sets: &ThresholdSets| Spec {
            role_thresholds: vec![RoleThresholds { role: String::new(), sets: Some(sets.clone()) }],
            ..Spec::default()
        };
        let request = |sets: &ThresholdSets| AccessRequest { spec: Some(spec(sets)), ..AccessRequest::default() };
        assert!(!is_bounded::<AccessRequest>(&request(&sets).encode_to_vec()));
        sets.sets = vec![ThresholdSet { indexes: vec![0, 300] }; 10];
        assert!(is_bounded::<AccessRequest>(&request(&sets).encode_to_vec()));
        for wrong in [&[0x0b][..], &[0x0a, 9, 1], &[0xff; 11], &[0x09, 1]] {
            assert!(!is_bounded::<Pong>(wrong), "{wrong:?}");
        }
        // The largest length there is fits no message.
        assert!(!is_bounded::<Pong>(&[0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]));
    }

    #[test]
    fn a_time_that_is_none_is_not_taken_for_one() {
        let noon: Moment = "2026-11-20T12:00:00.250Z".parse().unwrap();
        assert_eq!(Timestamp::of(noon).read(), Some(noon));
        for (seconds, nanos) in [(-62_135_596_800, 0), (0, 0), (LAST + 1, 0), (i64::MAX, 0), (1, -1), (1, i32::MAX)] {
            assert_eq!(Timestamp { seconds, nanos }.read(), None, "{seconds}.{nanos}");
        }
    }
}
