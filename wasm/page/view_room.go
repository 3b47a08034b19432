package page

import (
	"handshake101/handshake"
	"handshake101/wasm/html"
)

// Where others in the room find the lab, when it is served to them: for a
// teacher to show. Japanese: web/lang/ja/lab.txt.
var (
	tRoom     = handshake.Text{ID: "ui.lab.room", English: "Address for the class"}
	tRoomWhat = handshake.Text{ID: "ui.lab.room.what", English: "Everybody on this network can open the page there, and use the lab. Nothing has to be installed."}
	tRoomQR   = handshake.Text{ID: "ui.lab.room.qr", English: "QR code of {address}"}
)

func (m *Model) viewRoom(b *html.Builder) {
	a := &m.Live.Lab.About
	b.Wrap(`<p>`, m.say(&tRoomWhat), `</p><ul class="room">`)
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
}
