use std::net::IpAddr;

/// The network of a client: the bytes of its prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Network {
    bytes: [u8; 16],
    length: usize,
}

impl Network {
    /// What one customer has: an IPv4 address, or an IPv6 /64.
    pub(super) fn of(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(address) => Self::prefix(&address.octets(), 4),
            IpAddr::V6(address) => Self::prefix(&address.octets(), 8),
        }
    }

    /// What is around it: an IPv4 /24, or an IPv6 /48, the most that many providers give to one customer.
    pub(super) fn around(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(address) => Self::prefix(&address.octets(), 3),
            IpAddr::V6(address) => Self::prefix(&address.octets(), 6),
        }
    }

    fn prefix(octets: &[u8], length: usize) -> Self {
        let mut bytes = [0; 16];
        bytes[..length].copy_from_slice(&octets[..length]);
        Self { bytes, length }
    }

    /// The prefix; no two kinds have the same length.
    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.length]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn networks(address: &str) -> [Vec<u8>; 2] {
        let address = address.parse().unwrap();
        [Network::of(address), Network::around(address)].map(|network| network.as_bytes().to_vec())
    }

    #[test]
    fn an_ipv4_client_is_its_address_in_a_24() {
        let [own, wide] = networks("192.0.2.7");
        assert_eq!(networks("::ffff:192.0.2.7"), [own.clone(), wide.clone()]);
        let [neighbour, same] = networks("192.0.2.8");
        assert_ne!(own, neighbour);
        assert_eq!(wide, same);
        assert_ne!(networks("192.0.3.7")[1], wide);
    }

    #[test]
    fn an_ipv6_client_is_its_64_in_a_48() {
        let [own, wide] = networks("2001:db8:1:2::7");
        assert_eq!(
            networks("2001:db8:1:2:ffff::8"),
            [own.clone(), wide.clone()]
        );
        let [neighbour, same] = networks("2001:db8:1:3::7");
        assert_ne!(own, neighbour);
        assert_eq!(wide, same);
        assert_ne!(networks("2001:db8:2:2::7")[1], wide);
    }
}
