//! Network addresses.

use std::net::IpAddr;

use super::width;

/// The comparable form of a public network address, the /64 network for version 6 (hosts change within it);
/// `None` for private and reserved ones, which thousands of homes share.
#[must_use]
pub fn ip(raw: &str) -> Option<String> {
    match width::fold(raw).trim().parse().ok()? {
        IpAddr::V4(address) => {
            let [first, second, ..] = address.octets();
            // 100.64.0.0/10 is carrier-grade translation (RFC 6598).
            let carrier = first == 100 && (64..128).contains(&second);
            let reserved = address.is_private()
                || address.is_loopback()
                || address.is_link_local()
                || address.is_unspecified()
                || address.is_broadcast();
            (!carrier && !reserved).then(|| address.to_string())
        }
        IpAddr::V6(address) => {
            let [first, second, third, fourth, ..] = address.segments();
            // 2000::/3 is the public part (RFC 4291).
            (first >> 13 == 1).then(|| format!("{first:x}:{second:x}:{third:x}:{fourth:x}::/64"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_addresses_have_a_key() {
        assert_eq!(ip(" 36.112.4.9 "), Some("36.112.4.9".into()));
        assert_eq!(ip("2408:8207:1:2:3:4:5:6"), Some("2408:8207:1:2::/64".into()));
        for raw in ["", "192.168.1.1", "10.0.0.1", "100.64.1.1", "127.0.0.1", "0.0.0.0", "fe80::1", "无"] {
            assert_eq!(ip(raw), None, "{raw}");
        }
    }
}
