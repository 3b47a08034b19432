package handshake

import "encoding/base64"

// GUID is the fixed text that RFC 6455 §1.3 puts behind the key.
const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

// AcceptFor computes the Sec-WebSocket-Accept for the text of a
// Sec-WebSocket-Key: base64 of the 20 bytes of SHA-1(key + GUID), RFC 6455
// §4.2.2 step 5.4. The key is hashed as it stands, never decoded.
func AcceptFor(key string) string {
	return base64.StdEncoding.EncodeToString(sha1([]byte(key + GUID)))
}

// NewKey writes a nonce as the value of Sec-WebSocket-Key, 24 characters.
func NewKey(random [16]byte) string {
	return base64.StdEncoding.EncodeToString(random[:])
}

// standInKey is a key made from the bytes at hand: the same input gives the
// same report, and whoever applies a fix with Fresh puts a random one in its place.
func standInKey(b []byte) string {
	return NewKey([16]byte(sha1(b)[:16]))
}
