package handshake

import "math/bits"

// SHA-1, MD5 and SHA-256 by hand: crypto/* would add 40 KB (brotli) to what
// every reader downloads, and the inputs are a few dozen bytes. The tests hold
// them against the standard library.

// pad appends the padding that the three digests share: 0x80, zeros, and the
// length in bits as 64 bits in the given byte order.
func pad(b []byte, bigEndian bool) []byte {
	n := uint64(len(b)) * 8
	out := make([]byte, 0, len(b)+72)
	out = append(append(out, b...), 0x80)
	for len(out)%64 != 56 {
		out = append(out, 0)
	}
	for i := range 8 {
		shift := 8 * i
		if bigEndian {
			shift = 56 - shift
		}
		out = append(out, byte(n>>shift))
	}
	return out
}

func word(b []byte, i int, bigEndian bool) uint32 {
	b = b[4*i : 4*i+4]
	if bigEndian {
		return uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
	}
	return uint32(b[3])<<24 | uint32(b[2])<<16 | uint32(b[1])<<8 | uint32(b[0])
}

func sum(h []uint32, bigEndian bool) []byte {
	out := make([]byte, 0, 4*len(h))
	for _, x := range h {
		if !bigEndian {
			x = bits.ReverseBytes32(x)
		}
		out = append(out, byte(x>>24), byte(x>>16), byte(x>>8), byte(x))
	}
	return out
}

// sha1 is the digest of FIPS 180-4 §6.1, 20 bytes.
func sha1(b []byte) []byte {
	h := []uint32{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0}
	var w [80]uint32
	for b = pad(b, true); len(b) > 0; b = b[64:] {
		for i := range 16 {
			w[i] = word(b, i, true)
		}
		for i := 16; i < 80; i++ {
			w[i] = bits.RotateLeft32(w[i-3]^w[i-8]^w[i-14]^w[i-16], 1)
		}
		a, bb, c, d, e := h[0], h[1], h[2], h[3], h[4]
		for i := range 80 {
			var f, k uint32
			switch i / 20 {
			case 0:
				f, k = bb&c|^bb&d, 0x5a827999
			case 1:
				f, k = bb^c^d, 0x6ed9eba1
			case 2:
				f, k = bb&c|bb&d|c&d, 0x8f1bbcdc
			default:
				f, k = bb^c^d, 0xca62c1d6
			}
			a, bb, c, d, e = bits.RotateLeft32(a, 5)+f+e+k+w[i], a, bits.RotateLeft32(bb, 30), c, d
		}
		h[0], h[1], h[2], h[3], h[4] = h[0]+a, h[1]+bb, h[2]+c, h[3]+d, h[4]+e
	}
	return sum(h, true)
}

var md5Shifts = [16]int{7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21}

// The constants of RFC 1321 §3.4: the integer part of 2^32 times |sin(i+1)|.
var md5Table = [64]uint32{
	0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
	0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
	0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
	0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
	0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
	0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
	0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
	0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391,
}

// md5 is the digest of RFC 1321, 16 bytes. It names a mistake; it protects nothing.
func md5(b []byte) []byte {
	h := []uint32{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476}
	for b = pad(b, false); len(b) > 0; b = b[64:] {
		a, bb, c, d := h[0], h[1], h[2], h[3]
		for i := range 64 {
			var f uint32
			var g int
			switch i / 16 {
			case 0:
				f, g = bb&c|^bb&d, i
			case 1:
				f, g = d&bb|^d&c, (5*i+1)%16
			case 2:
				f, g = bb^c^d, (3*i+5)%16
			default:
				f, g = c^(bb|^d), 7*i%16
			}
			f += a + md5Table[i] + word(b, g, false)
			a, d, c, bb = d, c, bb, bb+bits.RotateLeft32(f, md5Shifts[i/16*4+i%4])
		}
		h[0], h[1], h[2], h[3] = h[0]+a, h[1]+bb, h[2]+c, h[3]+d
	}
	return sum(h, false)
}

// The constants of FIPS 180-4 §4.2.2: the first 32 bits of the fractional
// parts of the cube roots of the first 64 primes.
var sha256Table = [64]uint32{
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
	0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
	0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
	0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
	0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
}

// sha256 is the digest of FIPS 180-4 §6.2, 32 bytes.
func sha256(b []byte) []byte {
	h := []uint32{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19}
	rot := bits.RotateLeft32
	var w [64]uint32
	for b = pad(b, true); len(b) > 0; b = b[64:] {
		for i := range 16 {
			w[i] = word(b, i, true)
		}
		for i := 16; i < 64; i++ {
			s0 := rot(w[i-15], -7) ^ rot(w[i-15], -18) ^ w[i-15]>>3
			s1 := rot(w[i-2], -17) ^ rot(w[i-2], -19) ^ w[i-2]>>10
			w[i] = w[i-16] + s0 + w[i-7] + s1
		}
		v := [8]uint32(h)
		for i := range 64 {
			s1 := rot(v[4], -6) ^ rot(v[4], -11) ^ rot(v[4], -25)
			t1 := v[7] + s1 + (v[4]&v[5] ^ ^v[4]&v[6]) + sha256Table[i] + w[i]
			s0 := rot(v[0], -2) ^ rot(v[0], -13) ^ rot(v[0], -22)
			t2 := s0 + (v[0]&v[1] ^ v[0]&v[2] ^ v[1]&v[2])
			v = [8]uint32{t1 + t2, v[0], v[1], v[2], v[3] + t1, v[4], v[5], v[6]}
		}
		for i := range v {
			h[i] += v[i]
		}
	}
	return sum(h, true)
}
