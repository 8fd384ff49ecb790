//! An IP address in, whether it belongs to the public internet out.

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether an address is one of the public internet: not this machine, not its networks, not a
/// range that is reserved. An IPv6 address that carries an IPv4 address inside (mapped, NAT64,
/// 6to4) is what that address is.
///
/// The ranges are those of the IANA special-purpose registries (RFC 6890) that are not globally
/// reachable.
pub fn is_global(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_global_v4(ip),
        IpAddr::V6(ip) => match embedded(ip) {
            Some(inside) => is_global_v4(inside),
            None => !NOT_GLOBAL_V6.iter().any(|(net, _)| net.contains(&ip)),
        },
    }
}

/// Whether an address may be connected to: public, or within a network that was allowed by name.
/// `allowed` counts for the address itself and for its IPv4 form where it is a mapped one.
pub fn may_connect(ip: IpAddr, allowed: &[IpNet]) -> bool {
    let plain = ip.to_canonical();
    is_global(ip)
        || allowed
            .iter()
            .any(|net| net.contains(&ip) || net.contains(&plain))
}

/// What the registry says of the range that an address lies in, where it is not global.
pub fn range_of(ip: IpAddr) -> Option<&'static str> {
    let v4 = |ip: Ipv4Addr| {
        NOT_GLOBAL_V4
            .iter()
            .find(|(net, _)| net.contains(&ip))
            .map(|(_, name)| *name)
    };
    match ip {
        IpAddr::V4(ip) => v4(ip),
        IpAddr::V6(ip) => match embedded(ip) {
            Some(inside) => v4(inside),
            None => NOT_GLOBAL_V6
                .iter()
                .find(|(net, _)| net.contains(&ip))
                .map(|(_, name)| *name),
        },
    }
}

fn is_global_v4(ip: Ipv4Addr) -> bool {
    !NOT_GLOBAL_V4.iter().any(|(net, _)| net.contains(&ip))
}

/// The IPv4 address that a translator on the way would connect to.
fn embedded(ip: Ipv6Addr) -> Option<Ipv4Addr> {
    let [head @ .., high, low] = ip.segments();
    let join = |high: u16, low: u16| {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        Ipv4Addr::new(a, b, c, d)
    };
    match head {
        // ::ffff:0:0/96 mapped, ::ffff:0:0:0/96 translated (RFC 2765), 64:ff9b::/96 (RFC 6052)
        [0, 0, 0, 0, 0, 0xffff] | [0, 0, 0, 0, 0xffff, 0] | [0x64, 0xff9b, 0, 0, 0, 0] => {
            Some(join(high, low))
        }
        // ::/96 compatible, long deprecated; :: and ::1 are in the table
        [0, 0, 0, 0, 0, 0] if high != 0 => Some(join(high, low)),
        // 2002::/16 6to4 (RFC 3056)
        [0x2002, high, low, ..] => Some(join(high, low)),
        _ => None,
    }
}

const fn v4(a: u8, b: u8, c: u8, d: u8, bits: u8) -> Ipv4Net {
    Ipv4Net::new_assert(Ipv4Addr::new(a, b, c, d), bits)
}

const fn v6(a: u16, b: u16, c: u16, bits: u8) -> Ipv6Net {
    Ipv6Net::new_assert(Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0), bits)
}

/// IANA IPv4 special-purpose address registry, and multicast.
const NOT_GLOBAL_V4: &[(Ipv4Net, &str)] = &[
    (v4(0, 0, 0, 0, 8), "this network"),
    (v4(10, 0, 0, 0, 8), "a private network"),
    (v4(100, 64, 0, 0, 10), "shared address space of providers"),
    (v4(127, 0, 0, 0, 8), "this machine"),
    (v4(169, 254, 0, 0, 16), "link-local"),
    (v4(172, 16, 0, 0, 12), "a private network"),
    (v4(192, 0, 0, 0, 24), "protocol assignments"),
    (v4(192, 0, 2, 0, 24), "for documentation"),
    (v4(192, 88, 99, 0, 24), "6to4 relays"),
    (v4(192, 168, 0, 0, 16), "a private network"),
    (v4(198, 18, 0, 0, 15), "for benchmarks"),
    (v4(198, 51, 100, 0, 24), "for documentation"),
    (v4(203, 0, 113, 0, 24), "for documentation"),
    (v4(224, 0, 0, 0, 4), "multicast"),
    (v4(240, 0, 0, 0, 4), "reserved"),
];

/// IANA IPv6 special-purpose address registry, multicast, and what was site-local once.
const NOT_GLOBAL_V6: &[(Ipv6Net, &str)] = &[
    (v6(0, 0, 0, 8), "this machine or reserved"),
    (v6(0x64, 0xff9b, 1, 48), "local translation"),
    (v6(0x100, 0, 0, 8), "discard-only or reserved"),
    (v6(0x2001, 0, 0, 23), "protocol assignments, Teredo, ORCHID"),
    (v6(0x2001, 0xdb8, 0, 32), "for documentation"),
    (v6(0x3fff, 0, 0, 20), "for documentation"),
    (v6(0x5f00, 0, 0, 16), "segment routing"),
    (v6(0xfc00, 0, 0, 7), "a private network"),
    (v6(0xfe80, 0, 0, 10), "link-local"),
    (v6(0xfec0, 0, 0, 10), "site-local"),
    (v6(0xff00, 0, 0, 8), "multicast"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(addresses: &[&str], global: bool) {
        for address in addresses {
            let ip: IpAddr = address.parse().expect(address);
            assert_eq!(is_global(ip), global, "{address}");
            assert_eq!(range_of(ip).is_none(), global, "{address}");
        }
    }

    #[test]
    fn special_ipv4_ranges_are_not_global() {
        check(
            &[
                "0.0.0.0",
                "0.255.255.255",
                "10.0.0.1",
                "10.255.255.255",
                "100.64.0.0",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.0.1",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.1",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.0.1",
                "192.168.255.255",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.7",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
            ],
            false,
        );
    }

    #[test]
    fn special_ipv6_ranges_are_not_global() {
        check(
            &[
                "::",
                "::1",
                "100::1",
                "2001::1",
                "2001:0:53aa:64c:0:1234:5678:9abc",
                "2001:10::1",
                "2001:20::1",
                "2001:db8::1",
                "3fff::1",
                "5f00::1",
                "64:ff9b:1::8.8.8.8",
                "fc00::1",
                "fd12:3456::1",
                "fe80::1",
                "febf::1",
                "fec0::1",
                "ff02::1",
                "ff0e::1",
            ],
            false,
        );
    }

    #[test]
    fn an_ipv4_address_inside_counts() {
        check(
            &[
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::ffff:0:192.168.0.1",
                "::127.0.0.1",
                "64:ff9b::10.0.0.1",
                "64:ff9b::169.254.169.254",
                "2002:7f00:1::",
                "2002:a00:1::1",
                "2002:c0a8:1::",
            ],
            false,
        );
        check(
            &["::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::1"],
            true,
        );
    }

    #[test]
    fn the_neighbours_of_special_ranges_are_global() {
        check(
            &[
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "2001:4860:4860::8888",
                "2606:4700::1111",
                "2a00:1450::1",
            ],
            true,
        );
    }

    #[test]
    fn a_network_is_allowed_by_name_only() {
        let allowed: Vec<IpNet> = vec!["127.0.0.0/8".parse().expect("a network")];
        for (address, may) in [
            ("127.0.0.1", true),
            ("::ffff:127.0.0.1", true),
            ("::1", false),
            ("10.0.0.1", false),
            ("8.8.8.8", true),
        ] {
            assert_eq!(
                may_connect(address.parse().expect(address), &allowed),
                may,
                "{address}"
            );
        }
    }
}
