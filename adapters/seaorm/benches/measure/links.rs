use std::sync::atomic::{AtomicU64, Ordering};

use korotko_core::id::UserId;
use korotko_core::link::{
    Namespace, NewLink, QueryForwarding, RedirectStatus, Slug, Tags, TargetUrl, Title,
};
use korotko_core::ports::{InsertLink, Random, RandomError, Timestamp};

/// Pseudorandom numbers, the same in every run (`SplitMix64`).
#[derive(Debug, Default)]
pub struct Numbers(AtomicU64);

impl Numbers {
    pub fn seeded(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }

    pub fn next(&self) -> u64 {
        let step = 0x9e37_79b9_7f4a_7c15;
        let mut mixed = self.0.fetch_add(step, Ordering::Relaxed).wrapping_add(step);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// One of 20,000 words of four to nine letters.
    fn word(&self) -> String {
        let own = Self::seeded(self.next() % 20_000);
        let letters = 4 + own.next() % 6;
        let letter = |_| char::from(b'a' + u8::try_from(own.next() % 26).unwrap());
        (0..letters).map(letter).collect()
    }

    fn target(&self) -> String {
        let [host, folder, page] = [(); 3].map(|()| self.word());
        format!(
            "https://www.{host}.example/{folder}/{page}-{}?utm_source=news",
            self.next() % 100_000
        )
    }

    fn title(&self) -> String {
        let [first, second, third] = [(); 3].map(|()| self.word());
        format!("{first} {second} {third}")
    }
}

impl Random for Numbers {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), RandomError> {
        for chunk in buffer.chunks_mut(8) {
            chunk.copy_from_slice(&self.next().to_le_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}

pub fn moment(seconds: usize) -> Timestamp {
    let seconds = 1_700_000_000 + i64::try_from(seconds).unwrap();
    Timestamp::from_timestamp(seconds, 0).unwrap()
}

/// A link of an owner with `count` links, one created each second. One in 20 has expired and one in 20 expires later; half are
/// tagged "campaign", one in 500 by the same topic, and 20 "rare", with a unique word in the title; the oldest tenth has "legacy" in
/// the title.
pub fn link_of(owner: UserId, number: usize, count: usize, numbers: &Numbers) -> InsertLink {
    let rare = number % (count / 20).max(1) == 3;
    let mut tags = vec![format!("topic {}", numbers.next() % 500)];
    tags.extend(number.is_multiple_of(2).then(|| "Campaign".to_owned()));
    tags.extend(rare.then(|| "rare".to_owned()));
    let mut title = numbers.title();
    if rare {
        title.push_str(" Quetzalcoatlus");
    }
    if number < count / 10 {
        title.push_str(" legacy");
    }
    InsertLink {
        namespace: Namespace::Personal(owner),
        slug: Slug::generate(numbers).unwrap(),
        target: TargetUrl::from_stored(numbers.target()),
        owner: Some(owner),
        title: Some(Title::parse(&title).unwrap()),
        tags: Tags::parse(&tags).unwrap(),
        redirect_status: RedirectStatus::default(),
        query_forwarding: QueryForwarding::default(),
        expires_at: match number % 20 {
            7 => Some(moment(number + 60)),
            13 => Some(moment(100_000_000)),
            _ => None,
        },
        max_clicks: None,
        fallback: None,
        imported_clicks: None,
        created_at: moment(number),
    }
}

/// Links to create, with a title and three tags.
pub fn new_links(count: usize, numbers: &Numbers) -> Vec<NewLink> {
    let link = |_| {
        let mut link = NewLink::to(&numbers.target());
        link.title = Some(numbers.title());
        let topics = [(); 3].map(|()| format!("topic {}", numbers.next() % 500));
        link.tags = topics.to_vec();
        link
    };
    (0..count).map(link).collect()
}
