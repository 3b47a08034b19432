package app

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"io"
	"net/http"
	"strings"
	"testing"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"

	"handshake101/devserver/internal/limits"
	"handshake101/handshake"
)

const h2cOffer = "GET /chat?x HTTP/1.1\r\nHost: h\r\nUpgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n"

// TestH2C: the request that was upgraded is answered on stream 1, and another
// on stream 3. What was recorded is what the page can explain.
func TestH2C(t *testing.T) {
	b := start(t, nil)
	id := b.id()
	w := b.dial()
	w.send(strings.Replace(h2cOffer, "/chat?x", "/live/"+id+"/echo", 1))
	w.expect("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n")
	w.send(http2.ClientPreface)
	f := http2.NewFramer(w, w)
	f.ReadMetaHeaders = hpack.NewDecoder(4096, nil)
	f.WriteSettings()
	var block bytes.Buffer
	e := hpack.NewEncoder(&block)
	for _, field := range [][2]string{{":method", "GET"}, {":scheme", "http"}, {":authority", "h"}, {":path", "/other"}} {
		e.WriteField(hpack.HeaderField{Name: field[0], Value: field[1]})
	}
	f.WriteHeaders(http2.HeadersFrameParam{StreamID: 3, BlockFragment: block.Bytes(), EndStream: true, EndHeaders: true})
	bodies := map[uint32]string{}
	status := map[uint32]string{}
	for ended := 0; ended < 2; {
		frame, err := f.ReadFrame()
		if err != nil {
			t.Fatal(err)
		}
		switch frame := frame.(type) {
		case *http2.SettingsFrame:
			if !frame.IsAck() {
				f.WriteSettingsAck()
			}
		case *http2.MetaHeadersFrame:
			status[frame.StreamID] = frame.PseudoValue("status")
		case *http2.DataFrame:
			bodies[frame.StreamID] += string(frame.Data())
			if frame.StreamEnded() {
				ended++
			}
		}
	}
	if status[1] != "200" || status[3] != "200" || !strings.Contains(bodies[1], "stream 1") || !strings.Contains(bodies[1], "/echo") || !strings.Contains(bodies[3], "/other") {
		t.Errorf("%v %v", status, bodies)
	}
	if r := b.record(id); r.Protocol != "h2c" || !strings.Contains(string(r.ResponseBase64), "stream 1") || !strings.Contains(string(r.RequestBase64), "\r\n\r\nPRI * HTTP/2.0") {
		t.Errorf("%+v", r)
	}
	w.Close()
	b.eventually("it is gone", func() bool { return b.server.Open() == 0 })

	r := b.sent(object{"request": h2cOffer})
	if r.Protocol != "h2c" || !strings.Contains(string(r.ResponseBase64), "GET /chat?x") || !strings.HasPrefix(string(r.RequestBase64), h2cOffer+"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") ||
		!strings.HasSuffix(whats(&r), "greeted client-end server-end") {
		t.Errorf("%s\n%q\n%q", whats(&r), r.RequestBase64, r.ResponseBase64)
	}
	report := handshake.Inspect(handshake.Exchange{Request: r.RequestBase64, Response: r.ResponseBase64}, nil)
	if report.Verdict.Outcome != handshake.Switches {
		t.Errorf("verdict %v", report.Verdict.Outcome)
	}
}

// TestUpgradeToTLS: RFC 2817, in both forms.
func TestUpgradeToTLS(t *testing.T) {
	b := start(t, nil)
	for token, version := range map[string]uint16{"TLS/1.2": tls.VersionTLS12, "TLS/1.3": tls.VersionTLS13} {
		id := b.id()
		ask := "GET /live/" + id + "/echo HTTP/1.1\r\nHost: h\r\nUpgrade: " + token + "\r\nConnection: Upgrade\r\n\r\n"
		w := b.dial()
		w.send(ask)
		w.expect("HTTP/1.1 101 Switching Protocols\r\nUpgrade: " + token + ", HTTP/1.1\r\nConnection: Upgrade\r\n\r\n")
		c := tls.Client(w, &tls.Config{InsecureSkipVerify: true})
		if err := c.Handshake(); err != nil || c.ConnectionState().Version != version {
			t.Fatalf("%s: %v, version %x", token, err, c.ConnectionState().Version)
		}
		io.WriteString(c, "GET /second HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
		got, err := io.ReadAll(c)
		if err != nil || strings.Count(string(got), "HTTP/1.1 200 OK") != 2 || !strings.Contains(string(got), "GET /live/"+id+"/echo came through TLS 1.") || !strings.Contains(string(got), "GET /second crossed inside TLS") {
			t.Errorf("%s: %q %v", token, got, err)
		}
		if _, response := b.recording(id); strings.Contains(response, "/second") || !strings.Contains(response, "\r\n\r\n\x16\x03\x03") {
			t.Errorf("%s: recorded %q", token, response)
		}

		r := b.sent(object{"request": strings.Replace(ask, "/live/"+id+"/echo", "/printer", 1)})
		if r.Protocol != token || r.Inner == nil || !strings.HasPrefix(string(r.Inner.ResponseBase64), "HTTP/1.1 200 OK\r\n") || !strings.Contains(whats(&r), "switched "+"tls") {
			t.Errorf("%s: %s %+v", token, whats(&r), r.Inner)
		}
	}
	// Mandatory: the server insists.
	r := b.sent(object{"request": "GET /secret HTTP/1.1\r\nHost: h\r\n\r\n", "policy": object{"only": "TLS/1.2"}})
	if !strings.HasPrefix(string(r.ResponseBase64), "HTTP/1.1 426 Upgrade Required\r\nUpgrade: TLS/1.2, HTTP/1.1\r\nConnection: Upgrade\r\n") {
		t.Errorf("%q", r.ResponseBase64)
	}
	// No ClientHello: the connection ends, nothing is said in clear.
	w := b.dial()
	w.send("GET /live/" + b.id() + "/echo HTTP/1.1\r\nHost: h\r\nUpgrade: TLS/1.3\r\nConnection: Upgrade\r\n\r\nGET / HTTP/1.1\r\n\r\n")
	if got := w.all(); strings.Contains(got, "200 OK") {
		t.Errorf("%q", got)
	}
}

const udpOffer = "GET /.well-known/masque/udp/192.0.2.6/443/ HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: connect-udp\r\nCapsule-Protocol: ?1\r\n\r\n"

// TestConnectUDP: datagrams go out on UDP and come back, wherever the path
// wants them to go.
func TestConnectUDP(t *testing.T) {
	b := start(t, nil)
	r := b.sent(object{"request": udpOffer})
	if r.Protocol != "connect-udp" || string(r.ResponseBase64[r.HeadBytes:]) != "\x00\x06\x00Hello" {
		t.Errorf("%s %q", r.Protocol, r.ResponseBase64)
	}
	w := b.dial()
	w.send(strings.Replace(udpOffer, "GET /", "GET /live/"+b.id()+"/echo/", 1))
	w.expect("HTTP/1.1 101 Switching Protocols\r\nUpgrade: connect-udp\r\nConnection: Upgrade\r\nCapsule-Protocol: ?1\r\n\r\n")
	long := strings.Repeat("u", 1200)
	w.send("\x17\x03abc" + "\x40\x00\x02\x02x" + "\x00\x01\x00") // an unknown capsule, an unknown context, an empty datagram
	w.expect("\x00\x01\x00")
	w.send("\x00\x44\xb1\x00" + long)
	w.expect("\x00\x44\xb1\x00" + long)
	w.send("\x00\x00") // a datagram without a context is an error
	w.expectEnd()
	b.eventually("it is gone", func() bool { return b.server.Open() == 0 })
}

// TestConnectIP: the client gets an address and a route, and the host at the
// end of the route answers a ping.
func TestConnectIP(t *testing.T) {
	b := start(t, nil)
	r := b.sent(object{"request": "GET /.well-known/masque/ip/*/*/ HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: connect-ip\r\nCapsule-Protocol: ?1\r\n\r\n"})
	said := string(r.ResponseBase64[r.HeadBytes:])
	if r.Protocol != "connect-ip" || !strings.HasPrefix(said, "\x01\x1a\x00\x04\xc0\x00\x02\x02\x20") || !strings.Contains(said, "\x03\x2c\x04\xc0\x00\x02\x01\xc0\x00\x02\x01\x00\x06") ||
		!strings.HasSuffix(said, "\xc0\x00\x02\x01\xc0\x00\x02\x02\x00\x00\xdc\x2b\x00\x01\x00\x01Hello") {
		t.Errorf("%s %q", r.Protocol, said)
	}
	if end := whats(&r); end != "connected sent switched greeted client-end server-end" {
		t.Error(end)
	}
}

// TestDrainH2C: the end is announced in HTTP/2's own words.
func TestDrainH2C(t *testing.T) {
	b := start(t, nil)
	w := b.dial()
	w.send(strings.Replace(h2cOffer, "/chat?x", "/live/"+b.id()+"/echo", 1))
	w.expect("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n")
	w.send(http2.ClientPreface)
	f := http2.NewFramer(w, w)
	f.WriteSettings()
	done := make(chan error, 1)
	told := false
	for !told {
		frame, err := f.ReadFrame()
		if err != nil {
			t.Fatal(err)
		}
		switch frame := frame.(type) {
		case *http2.SettingsFrame:
			if !frame.IsAck() {
				f.WriteSettingsAck()
			}
		case *http2.DataFrame:
			if frame.StreamEnded() {
				go func() { done <- b.server.Shutdown(t.Context()) }()
			}
		case *http2.GoAwayFrame:
			told = frame.ErrCode == http2.ErrCodeNo
		}
	}
	w.Close()
	if err := <-done; err != nil && err != http.ErrServerClosed {
		t.Error(err)
	}
}

// TestHeadTooBigInsideTLS: the bound of a head holds inside the TLS that began
// after the 101 too.
func TestHeadTooBigInsideTLS(t *testing.T) {
	b := start(t, func(l *limits.Limits) { l.Head = 8 << 10 })
	w := b.dial()
	w.send("GET /live/" + b.id() + "/echo HTTP/1.1\r\nHost: h\r\nUpgrade: TLS/1.3\r\nConnection: Upgrade\r\n\r\n")
	w.expect("HTTP/1.1 101 Switching Protocols\r\nUpgrade: TLS/1.3, HTTP/1.1\r\nConnection: Upgrade\r\n\r\n")
	c := tls.Client(w, &tls.Config{InsecureSkipVerify: true})
	in := bufio.NewReader(c)
	res, err := http.ReadResponse(in, nil)
	if err != nil {
		t.Fatal(err)
	}
	io.Copy(io.Discard, res.Body)
	go func() {
		io.WriteString(c, "GET / HTTP/1.1\r\nHost: h\r\n")
		for _, err := io.WriteString(c, "X: y\r\n"); err == nil; _, err = io.WriteString(c, "X: "+strings.Repeat("y", 1000)+"\r\n") {
		}
	}()
	if res, err = http.ReadResponse(in, nil); err != nil || res.StatusCode != 431 {
		t.Errorf("%v, %v", res, err)
	}
}
