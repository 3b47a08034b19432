package handshake

import (
	"crypto/tls"
	"net"
	"slices"
	"strings"
	"testing"
	"time"
)

// Upgrades to the protocols whose bytes are taken apart after the switch.
const (
	h2cRequest = "GET / HTTP/1.1\r\nHost: server.example.com\r\nConnection: Upgrade, HTTP2-Settings\r\n" +
		"Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n"
	tlsRequest = "OPTIONS * HTTP/1.1\r\nHost: example.bank.com\r\nUpgrade: TLS/1.2\r\nConnection: Upgrade\r\n\r\n"
	udpRequest = "GET /.well-known/masque/udp/192.0.2.6/443/ HTTP/1.1\r\nHost: example.org\r\n" +
		"Connection: Upgrade\r\nUpgrade: connect-udp\r\nCapsule-Protocol: ?1\r\n\r\n"
)

// pipe inspects a good upgrade with bytes behind it.
func pipe(t testing.TB, request, client, server string) *Report {
	t.Helper()
	r := Inspect(pipeExchange(request, client, server), nil)
	if r.Verdict.Outcome != Switches {
		t.Fatalf("the upgrade does not switch: %s", (*Language)(nil).Say(r.Verdict.Summary))
	}
	return r
}

func pipeExchange(request, client, server string) Exchange {
	response := Respond([]byte(request), nil)
	return Exchange{Request: []byte(request + client), Response: append(response, server...)}
}

// workings lists "label: value" of the steps whose ID begins with a prefix.
func workings(r *Report, prefix string) string {
	var lines []string
	for _, s := range r.Steps {
		if strings.HasPrefix(s.ID, prefix) {
			for _, d := range s.Derived {
				lines = append(lines, (*Language)(nil).Say(d.Label)+": "+d.Value)
			}
		}
	}
	return strings.Join(lines, "\n")
}

// kindsAfter lists the kinds of one side's spans after the switch.
func kindsAfter(spans []Span) string {
	var kinds []string
	for _, s := range spans {
		if s.Kind == KindPipe || s.Kind.afterSwitch() {
			kinds = append(kinds, s.Kind.String())
		}
	}
	return strings.Join(kinds, " ")
}

// The SETTINGS payload of RULES' vector V9, as a frame.
const settingsFrame = "\x00\x00\x0c\x04\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x64\x00\x04\x00\x00\xff\xff"

func TestHTTP2Frames(t *testing.T) {
	r := pipe(t, h2cRequest, clientPreface+settingsFrame+"\x00\x00\x00\x04\x01\x00\x00\x00\x00",
		settingsFrame+"\x00\x00\x05\x00\x01\x00\x00\x00\x01Hello"+"\x00\x00\x04\x08\x00\x00\x00\x00\x00\x00\x00\xff\xff"+"\x00\x00")
	if got, want := kindsAfter(r.Request.Spans), "h2-preface h2-frame-head h2-setting h2-setting h2-frame-head"; got != want {
		t.Errorf("client: got %s, want %s", got, want)
	}
	if got, want := kindsAfter(r.Response.Spans), "h2-frame-head h2-setting h2-setting h2-frame-head h2-payload h2-frame-head h2-payload h2-frame-head"; got != want {
		t.Errorf("server: got %s, want %s", got, want)
	}
	working := workings(r, "h2.server.")
	for _, want := range []string{"setting 3, MAX_CONCURRENT_STREAMS: 00 03 00 00 00 64 = 100", "setting 4, INITIAL_WINDOW_SIZE: 00 04 00 00 ff ff = 65535",
		"flags: 01 END_STREAM", "as text: Hello", "bytes more that may be sent: 65535", "type: 8 = WINDOW_UPDATE"} {
		if !strings.Contains(working, want) {
			t.Errorf("no line %q in\n%s", want, working)
		}
	}
}

func TestHTTP2PrefaceMissing(t *testing.T) {
	r := pipe(t, h2cRequest, "GET / HTTP/1.1\r\n", "\x00\x00\x01\x01\x04\x00\x00\x00\x01\x88")
	for _, side := range [][]Finding{r.Request.Findings, r.Response.Findings} {
		if !slices.ContainsFunc(side, func(f Finding) bool { return f.Rule == &h2cPreface }) {
			t.Error("h2c.preface does not fire")
		}
	}
}

// The examples of RFC 9000 §A.1, which RFC 9297 uses.
func TestVarint(t *testing.T) {
	for _, c := range []struct {
		wire  string
		value uint64
	}{
		{"c2 19 7c 5e ff 14 e8 8c", 151288809941952652}, {"9d 7f 3e 7d", 494878333},
		{"7b bd", 15293}, {"25", 37}, {"40 25", 37},
	} {
		b := unhex(t, c.wire)
		if value, n := varint(append(b, 9)); value != c.value || n != len(b) {
			t.Errorf("%s: got %d in %d bytes, want %d in %d", c.wire, value, n, c.value, len(b))
		}
		if _, n := varint(b[:len(b)-1]); n != 0 {
			t.Errorf("%s without its last byte: got %d bytes, want not whole", c.wire, n)
		}
	}
}

func TestCapsules(t *testing.T) {
	r := pipe(t, udpRequest, "\x00\x06\x00Hello"+"\x40\x00\x01\x05"+"\x80\x00\x17\x13\x02ab", "\x00\x0a\x00Hel")
	if got, want := kindsAfter(r.Request.Spans), "capsule-type capsule-length capsule-context capsule-value capsule-type capsule-length capsule-context capsule-type capsule-length capsule-value"; got != want {
		t.Errorf("client: got %s, want %s", got, want)
	}
	if got, want := kindsAfter(r.Response.Spans), "capsule-type capsule-length frame-unfinished"; got != want {
		t.Errorf("server: got %s, want %s", got, want)
	}
	working := workings(r, "capsule.client.")
	for _, want := range []string{"type: 00 = DATAGRAM", "context: 00 = 0", "as text: Hello", "context: 05 = 5", "type: 80 00 17 13 = 5907"} {
		if !strings.Contains(working, want) {
			t.Errorf("no line %q in\n%s", want, working)
		}
	}
}

// clientHello records what crypto/tls sends first.
func clientHello(t testing.TB) string {
	near, far := net.Pipe()
	defer far.Close()
	go func() {
		c := tls.Client(near, &tls.Config{ServerName: "example.org", NextProtos: []string{"h2", "http/1.1"}})
		c.Handshake()
		near.Close()
	}()
	far.SetReadDeadline(time.Now().Add(5 * time.Second))
	b := make([]byte, 1<<14)
	n, err := far.Read(b)
	if err != nil {
		t.Fatal(err)
	}
	return string(b[:n])
}

func TestTLSRecords(t *testing.T) {
	hello := clientHello(t)
	r := pipe(t, tlsRequest, hello+"\x17\x03\x03\x00\x02ab", "\x15\x03\x03\x00\x02\x02\x28"+"\x16\x03")
	if got, want := kindsAfter(r.Request.Spans), "tls-record-head tls-record tls-record-head tls-record"; got != want {
		t.Errorf("client: got %s, want %s", got, want)
	}
	if got, want := kindsAfter(r.Response.Spans), "tls-record-head tls-record tls-record-head"; got != want {
		t.Errorf("server: got %s, want %s", got, want)
	}
	working := workings(r, "tls.client.")
	for _, want := range []string{"server name: example.org", "application protocols: h2 http/1.1", "record type: 22 = handshake", "record version: 03 01 = TLS 1.0"} {
		if !strings.Contains(working, want) {
			t.Errorf("no line %q in\n%s", want, working)
		}
	}
	if got := workings(r, "tls.server.0"); !strings.Contains(got, "2, 40") {
		t.Errorf("no alert in\n%s", got)
	}
}

// fuzzPipe holds the laws for one protocol: spans tile every byte, and those
// of a prefix are those of the whole up to the last frame.
func fuzzPipe(f *testing.F, request string, seeds ...string) {
	for _, seed := range seeds {
		f.Add(seed, seed[len(seed)/2:], len(seed)/2)
	}
	f.Fuzz(func(t *testing.T, server, client string, cut int) {
		if len(server) > 1<<13 || len(client) > 1<<13 {
			return
		}
		ex := pipeExchange(request, client, server)
		r := Inspect(ex, nil)
		checkTiling(t, "request", len(ex.Request), r.Request.Spans)
		checkTiling(t, "response", len(ex.Response), r.Response.Spans)
		explainAll(r)
		for _, x := range findingsOf(r) {
			if x.Fix != nil {
				cured := Inspect(Apply(ex, x.Fix), nil)
				n := countRule(r, x.Rule)
				if m := countRule(cured, x.Rule); strings.HasPrefix(x.Rule.ID, "cap.") && n < maxFindings && m >= n {
					t.Fatalf("the fix of %s leaves %d of %d: %q for %q", x.Rule.ID, m, n, x.Fix.Replace, x.Got)
				}
			}
			if size := [2]int{len(ex.Request), len(ex.Response)}[x.Side]; x.Start < 0 || x.Start > x.End || x.End > size {
				t.Fatalf("%s at %d-%d of %d bytes", x.Rule.ID, x.Start, x.End, size)
			}
		}
		if cut < 0 || cut > len(server) {
			return
		}
		short := pipeExchange(request, client, server[:cut])
		all := Inspect(short, nil).Response.Spans
		for i, s := range all {
			if s.End < len(short.Response) && s != r.Response.Spans[i] {
				t.Fatalf("cut at %d: span %v, in the whole %v", cut, s, r.Response.Spans[i])
			}
		}
	})
}

func FuzzHTTP2Frames(f *testing.F) {
	fuzzPipe(f, h2cRequest, settingsFrame, clientPreface+settingsFrame, "\x00\x00\x04\x08\x00\x00\x00\x00\x00\x00\x00\xff\xff")
}

func FuzzTLSRecords(f *testing.F) {
	fuzzPipe(f, tlsRequest, clientHello(f), "\x15\x03\x03\x00\x02\x02\x28", "HTTP/1.1 200 OK\r\n")
}

func FuzzCapsules(f *testing.F) {
	fuzzPipe(f, udpRequest, "\x00\x06\x00Hello", "\x40\x00\x01\x05", "\xc2\x19\x7c\x5e\xff\x14\xe8\x8c\x01")
}

func FuzzIPCapsules(f *testing.F) {
	fuzzPipe(f, ipRequest, "\x01\x07\x01\x05\xc0\x00\x02\x0b\x21\x02\x07\x00\x04\x00\x00\x00\x00\x20\x02\x00",
		"\x03\x14\x04\xcb\x00\x71\x00\xcb\x00\x71\xff\x00\x04\xc0\x00\x02\x00\xc0\x00\x02\xff\x11", "\x00\x06\x00Hello")
}

func TestDockerStream(t *testing.T) {
	request := "POST /containers/a/attach?stream=1&stdout=1 HTTP/1.1\r\nHost: docker\r\nContent-Length: 0\r\n" +
		"Connection: Upgrade\r\nUpgrade: tcp\r\n\r\n"
	response := "HTTP/1.1 101 UPGRADED\r\nContent-Type: " + dockerType + "\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n" +
		"\x01\x00\x00\x00\x00\x00\x00\x05Hello\x02\x00\x00\x00\x00\x00\x00\x03no\n\x01\x00\x00\x00\x00\x00\x00\x09wa"
	ex := Exchange{Request: []byte(request), Response: []byte(response)}
	r := Inspect(ex, nil)
	checkReport(t, ex, r)
	working := workings(r, "docker.server.")
	for _, want := range []string{"= stdout, 5\nas text: Hello", "= stderr, 3\nas text: no\\n", "= stdout, 9\nas text: wa"} {
		if !strings.Contains(working, want) {
			t.Errorf("no line %q in\n%s", want, working)
		}
	}
}
