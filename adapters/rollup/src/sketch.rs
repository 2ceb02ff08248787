//! A sketch of the number of distinct hashes, in 64 KiB: `HyperLogLog` with the estimator of O. Ertl, "New cardinality estimation
//! algorithms for `HyperLogLog` sketches" (2017), algorithm 6. Its standard error is 0.4 % for any number.

/// The number of bits that choose a register.
const PRECISION: u32 = 16;

/// The number of registers, a byte each.
pub(crate) const REGISTERS: usize = 1 << PRECISION;

/// The largest value of a register, less one.
const MAX_ZEROS: usize = 64 - PRECISION as usize;

/// The registers: each has the length of the longest run of zeros among its hashes, plus one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sketch(Vec<u8>);

impl Sketch {
    pub(crate) fn new() -> Self {
        Self(vec![0; REGISTERS])
    }

    /// `None` unless the bytes are valid registers.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let fit = bytes.len() == REGISTERS
            && bytes
                .iter()
                .all(|register| usize::from(*register) <= MAX_ZEROS + 1);
        fit.then(|| Self(bytes.to_vec()))
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    pub(crate) fn insert(&mut self, hash: u64) {
        let hash = mixed(hash);
        let register = usize::try_from(hash >> (64 - PRECISION)).unwrap_or_default();
        // The bit that is set here bounds the run.
        let zeros = ((hash << PRECISION) | (1 << (PRECISION - 1))).leading_zeros() + 1;
        let register = &mut self.0[register];
        *register = (*register).max(u8::try_from(zeros).unwrap_or_default());
    }

    /// The approximate number of distinct hashes inserted.
    pub(crate) fn estimate(&self) -> u64 {
        let mut counts = [0_u32; MAX_ZEROS + 2];
        for register in &self.0 {
            counts[usize::from(*register)] += 1;
        }
        let registers = f64::from(1_u32 << PRECISION);
        let [none, between @ .., full] = counts.map(f64::from);
        let mut sum = registers * tau(1.0 - full / registers);
        for count in between.iter().rev() {
            sum = 0.5 * (sum + count);
        }
        sum += registers * sigma(none / registers);
        let estimate = registers * registers / (2.0 * std::f64::consts::LN_2 * sum);
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is at least zero, and what is larger than any number becomes the largest"
        )]
        let estimate = estimate.round() as u64;
        estimate
    }
}

/// Makes every bit of the result depend on every bit of the hash (the finalizer of `SplitMix64`), in case the hashes are less random
/// than expected.
fn mixed(mut hash: u64) -> u64 {
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

/// Infinite at 1, where the estimate is 0.
fn sigma(mut x: f64) -> f64 {
    if x >= 1.0 {
        return f64::INFINITY;
    }
    let (mut y, mut z, mut last) = (1.0, x, -1.0);
    while z > last {
        x *= x;
        last = z;
        z += x * y;
        y += y;
    }
    z
}

fn tau(mut x: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return 0.0;
    }
    let (mut y, mut z, mut last) = (1.0, 1.0 - x, 2.0);
    while z < last {
        x = x.sqrt();
        last = z;
        y *= 0.5;
        z -= (1.0 - x).powi(2) * y;
    }
    z / 3.0
}
