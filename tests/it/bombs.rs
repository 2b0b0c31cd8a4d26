//! 200 MB of nothing, packed as small as each encoding allows.

const UNPACKED: usize = 200 << 20;

/// Bits in the order of RFC 1951: into each byte from the low end.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    current: u32,
    count: u32,
}

impl Bits {
    fn push(&mut self, bits: u32, count: u32) {
        self.current |= bits << self.count;
        self.count += count;
        while self.count >= 8 {
            self.bytes.push(self.current as u8);
            self.current >>= 8;
            self.count -= 8;
        }
    }
}

/// One block with fixed codes: a zero, then "the last 258 bytes once more" over and over.
fn deflate() -> Vec<u8> {
    let mut bits = Bits::default();
    bits.push(0b011, 3);
    // The code of a literal zero, 00110000, sent from its high end.
    bits.push(0b0000_1100, 8);
    for _ in 0..UNPACKED / 258 {
        // Length 258 is 11000101, distance 1 is 00000.
        bits.push(0b1010_0011, 8);
        bits.push(0, 5);
    }
    // The end of the block, 0000000.
    bits.push(0, 7);
    bits.push(0, 7);
    bits.bytes
}

/// Without the right checksum, which nobody gets to see.
pub(crate) fn gzip() -> Vec<u8> {
    let mut out = vec![0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3];
    out.extend(deflate());
    out.extend([0; 8]);
    out
}

pub(crate) fn zlib() -> Vec<u8> {
    let mut out = vec![0x78, 0x9C];
    out.extend(deflate());
    out.extend([0; 4]);
    out
}

/// Blocks that say "one byte, 128 KiB times" (RFC 8878, 3.1.1.2).
pub(crate) fn zstd() -> Vec<u8> {
    const BLOCK: u32 = 128 << 10;
    // Magic, no content size, a window of 8 MiB.
    let mut out = vec![0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x68];
    let blocks = UNPACKED as u32 / BLOCK;
    for number in 1..=blocks {
        let last = u32::from(number == blocks);
        let header = (BLOCK << 3 | 1 << 1 | last).to_le_bytes();
        out.extend([header[0], header[1], header[2], b' ']);
    }
    out
}

/// Spaces as the brotli tool packs them with its largest window.
pub(crate) fn brotli() -> Vec<u8> {
    const PACKED: &str = "cfffff7f002440e2b14072effff9ffff0f8004401c1680eefd3fffffff01900088c302d0bd\
        ffe7ffff3f001200715800baf7fffcffff074002200e0b40f7fe9fffffff004800c46101e8defff3ffff1f00\
        0980382c00ddfb7ffeffff032001108705a07bffcfffff7f002400e2b00074effff9ffff0f8004401c1680ee\
        fd3fffffff01900088c302d0bdffe7ffff3f001200715800baf7fff9ffff074002200e0b40f7fe0f";
    let digits: Vec<u8> =
        PACKED.chars().filter_map(|c| c.to_digit(16)).map(|digit| digit as u8).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}
