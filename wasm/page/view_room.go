package page

import (
	"handshake101/handshake"
	"handshake101/wasm/html"
)

// Where others in the room find the lab, when it is served to them: for a
// teacher to show. Japanese: web/lang/ja/lab.txt.
var (
	tRoom   = handshake.Text{ID: "ui.lab.room", English: "Address for the class"}
	tRoomQR = handshake.Text{ID: "ui.lab.room.qr", English: "QR code of {address}"}
)

func (m *Model) viewRoom(b *html.Builder) {
	a := &m.Live.Lab.About
	if len(a.LAN) == 0 {
		return
	}
	b.Wrap(`<details class="room"><summary data-key="room">`, m.say(&tRoom), `</summary><ul>`)
	for _, address := range a.LAN {
		b.Put(`<li><a`)
		b.Link("href", address)
		b.Wrap(`>`, address, `</a></li>`)
	}
	b.Put(`</ul>`)
	if a.QRSize > 0 {
		b.Put(`<svg class="qr" role="img" viewBox="0 0 `)
		b.Text(itoa(a.QRSize) + " " + itoa(a.QRSize))
		b.Put(`"`)
		b.Attr("aria-label", m.sayf(&tRoomQR, "address", a.LAN[0]))
		b.Put(`><path`)
		b.Attr("d", a.QR)
		b.Put(`></path></svg>`)
	}
	b.Put(`</details>`)
}
