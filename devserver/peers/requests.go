package peers

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"os/exec"
	"slices"
	"strings"
	"time"

	"handshake101/devserver/internal/browsers"
	"handshake101/devserver/internal/cert"
	"handshake101/handshake"
)

// Captured is a request that a client really sent, neutral where it changes from
// run to run: the key is that of RFC 6455, and the server is 127.0.0.1:18080.
type Captured struct {
	ID, Title, Version string
	Request            []byte
}

// CaptureRequests lets every browser and every client that is here open a
// WebSocket with two subprotocols, and keeps what they send; and likewise some
// programs that upgrade to something else. What is not here is in missing.
func CaptureRequests() (all []Captured, missing []string, err error) {
	pair, err := cert.Make([]string{"127.0.0.1"}, time.Now())
	if err != nil {
		return nil, nil, err
	}
	for _, name := range browsers.All {
		for _, scheme := range []string{"ws", "wss"} {
			c, err := captureBrowser(name, scheme, &tls.Config{Certificates: []tls.Certificate{pair}, NextProtos: []string{"http/1.1"}})
			if err != nil {
				missing = append(missing, err.Error())
				continue
			}
			all = append(all, c)
		}
	}
	for i := range Clients {
		p := &Clients[i]
		if slices.Contains(bareClients, p.ID) || slices.Contains(captured, p.ID) {
			continue // its fields are ours; below
		}
		c, err := captureClient(p)
		if err != nil {
			missing = append(missing, fmt.Sprintf("%s: %v", p.ID, err))
			continue
		}
		all = append(all, c)
	}
	for _, p := range programs {
		c, err := captureProgram(p)
		if err != nil {
			missing = append(missing, fmt.Sprintf("%s: %v", p.id, err))
			continue
		}
		all = append(all, c)
	}
	return all, missing, nil
}

var bothOffer = &Answer{ID: "capture", Offer: []string{"chat", "superchat"}, Raw: goodAnswer.Raw}

func captureBrowser(name browsers.Name, scheme string, secure *tls.Config) (c Captured, err error) {
	if scheme == "ws" {
		secure = nil
	}
	s, err := NewScript(0, secure)
	if err != nil {
		return c, err
	}
	defer s.Close()
	s.Load([]*Answer{bothOffer})
	ctx, cancel := context.WithTimeout(context.Background(), 90*time.Second)
	defer cancel()
	b, err := browsers.Start(ctx, name)
	if err != nil {
		return c, err
	}
	defer b.Close()
	if err := b.Open(ctx, strings.Replace(scheme, "ws", "http", 1)+"://"+s.Page+"/"); err != nil {
		return c, err
	}
	url := scheme + "://" + s.Page + "/0"
	if _, err := b.Eval(ctx, fmt.Sprintf(`new Promise((done, fail) => { const s = new WebSocket(%q, ["chat", "superchat"]); s.onopen = () => done(s.close()); s.onclose = e => fail("closed " + e.code) })`, url)); err != nil {
		return c, fmt.Errorf("%s over %s: %w", name, scheme, err)
	}
	return Captured{fmt.Sprintf("%s-%s", name, scheme), BrowserNames[name] + " over " + scheme, b.Version(), neutral(s.Got("/0"), s.Page)}, nil
}

func captureClient(p *Peer) (c Captured, err error) {
	version, err := p.Version()
	if err != nil {
		return c, err
	}
	s, err := NewScript(1, nil)
	if err != nil {
		return c, err
	}
	defer s.Close()
	s.Load([]*Answer{bothOffer})
	var said Said
	r, err := p.Start(&said, "")
	if err != nil {
		return c, err
	}
	defer r.Stop()
	ctx, cancel := context.WithTimeout(context.Background(), hangsAlso)
	defer cancel()
	if o := r.Ask(ctx, "ws://"+s.Lanes[0]+"/0", bothOffer.Offer); o.State != "opens" {
		return c, fmt.Errorf("%s: %s %s", o.State, o.Words, said.Take())
	}
	return Captured{p.ID, p.Name, version, neutral(s.Got("/0"), s.Lanes[0])}, nil
}

// captured are clients that are among programs under another name.
var captured = []string{"lws", "jdk"}

// programs are clients that are one command. URL, HOST and PORT stand for the
// server's; it answers as serve says until a request asks for an upgrade.
var programs = []clientProgram{
	{"curl-h2c", "curl --http2", []string{"curl"}, []string{"--version"}, []string{"-s", "-m", "2", "--http2", "http://HOST/chat"}, ""},
	{"nghttp-h2c", "nghttp -u", []string{"nghttp"}, []string{"--version"}, []string{"-u", "-t", "2", "http://HOST/chat"}, ""},
	{"libwebsockets", "libwebsockets-test-client", []string{"libwebsockets-test-client"}, nil, []string{"127.0.0.1", "-p", "PORT"}, ""},
	{"docker-attach", "docker attach", []string{"docker"}, []string{"--version"}, []string{"-H", "tcp://HOST", "attach", "web"}, ""},
	{"kubectl-exec", "kubectl exec", []string{"kubectl"}, []string{"version", "--client"}, []string{"--server=http://HOST", "exec", "web", "--", "ls"}, ""},
	{"kubectl-exec-spdy", "kubectl exec over SPDY", []string{"kubectl"}, []string{"version", "--client"}, []string{"--server=http://HOST", "exec", "web", "--", "ls"}, "KUBECTL_REMOTE_COMMAND_WEBSOCKETS=false"},
	{"java", "java.net.http.WebSocket", []string{"java"}, []string{"-version"}, []string{"PEERS/java/Open.java", "ws://HOST/chat"}, ""},
}

// answers are what programs ask before they upgrade, by the end of the path.
var answers = []struct{ path, json string }{
	{"/_ping", "OK"},
	{"/containers/web/json", `{"Id":"web","State":{"Running":true,"Status":"running"},"Config":{"Tty":false},"HostConfig":{}}`},
	{"/api", `{"kind":"APIVersions","versions":["v1"]}`},
	{"/apis", `{"kind":"APIGroupList","apiVersion":"v1","groups":[]}`},
	{"/api/v1", `{"kind":"APIResourceList","groupVersion":"v1","resources":[{"name":"pods","singularName":"","namespaced":true,"kind":"Pod","verbs":["get","list"]},{"name":"pods/exec","singularName":"","namespaced":true,"kind":"PodExecOptions","verbs":["create","get"]}]}`},
	{"/namespaces/default/pods/web", `{"kind":"Pod","apiVersion":"v1","metadata":{"name":"web","namespace":"default"},"spec":{"containers":[{"name":"web"}]},"status":{"phase":"Running"}}`},
}

type clientProgram struct {
	id, title            string
	names, version, args []string
	env                  string
}

func captureProgram(p clientProgram) (c Captured, err error) {
	ask := saysVersion(p.names, p.version...)
	if p.version == nil { // it tells none
		ask = lwsVersion
	}
	version, err := ask()
	if err != nil {
		return c, err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return c, err
	}
	defer l.Close()
	got := make(chan []byte, 1)
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go upgrades(conn, got)
		}
	}()
	root, err := Root()
	if err != nil {
		return c, err
	}
	host := l.Addr().String()
	_, port, _ := net.SplitHostPort(host)
	name, err := program(p.names...)
	if err != nil {
		return c, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	var args []string
	for _, a := range p.args {
		args = append(args, strings.NewReplacer("HOST", host, "PORT", port, "PEERS", root+"/devserver/peers").Replace(a))
	}
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.WaitDelay = time.Second
	cmd.Env = append(cmd.Environ(), p.env)
	var said Said
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		return c, err
	}
	defer func() { cancel(); cmd.Wait() }()
	ended := make(chan bool)
	go func() { cmd.Process.Wait(); close(ended) }()
	select {
	case request := <-got:
		return Captured{p.id, p.title, version, neutral(request, host)}, nil
	case <-ended:
		select {
		case request := <-got:
			return Captured{p.id, p.title, version, neutral(request, host)}, nil
		case <-time.After(200 * time.Millisecond):
		}
		return c, fmt.Errorf("ended without an upgrade: %s", said.Take())
	case <-ctx.Done():
		return c, fmt.Errorf("no upgrade came: %s", said.Take())
	}
}

// upgrades serves a connection until a request with Upgrade comes.
func upgrades(conn net.Conn, got chan<- []byte) {
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(scripted))
	var b []byte
	buffer := make([]byte, 32<<10)
	for {
		n, err := conn.Read(buffer)
		if err != nil {
			return
		}
		b = append(b, buffer[:n]...)
		end, whole := handshake.HeadEnd(b)
		if !whole {
			continue
		}
		m := handshake.ParseRequest(b)
		if _, n := Field(m, "Upgrade"); n > 0 {
			select {
			case got <- b[:end]:
			default:
			}
			return
		}
		body, kind := "{}", "application/json"
		path, _, _ := strings.Cut(string(m.Target()), "?")
		for _, a := range answers {
			if strings.HasSuffix(path, a.path) {
				body = a.json
			}
		}
		io.WriteString(conn, fmt.Sprintf("HTTP/1.1 200 OK\r\nApi-Version: 1.43\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s", kind, len(body), body))
		b = nil
	}
}

// neutral takes out what changes from run to run.
func neutral(request []byte, host string) []byte {
	m := handshake.ParseRequest(request)
	s := string(m.Bytes())
	if key, n := Field(m, "Sec-WebSocket-Key"); n > 0 {
		s = strings.Replace(s, key, "dGhlIHNhbXBsZSBub25jZQ==", 1)
	}
	name, port, _ := net.SplitHostPort(host)
	for _, was := range []string{host, "localhost:" + port, name} {
		s = strings.ReplaceAll(s, was, map[bool]string{true: "127.0.0.1:18080", false: "127.0.0.1"}[was != name])
	}
	return []byte(strings.Replace(s, "GET /0 ", "GET /chat ", 1))
}

// CapturedCases writes captured requests as a file of cases.
func CapturedCases(all []Captured, date string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `# Requests as real clients sent them, captured byte for byte by
# `+"`make peers ARGS=-requests`"+` on %s. Neutral are only the key (that of RFC 6455
# §1.3), the server (127.0.0.1:18080) and the path (/chat). The browsers and
# libraries were asked for the subprotocols chat and superchat, the libraries for
# compression where they have it. "recorded" names the version.
`, date)
	for _, c := range all {
		fmt.Fprintf(&b, "\n\ncase: client-%s\ntitle: %s\nrecorded: %s %s\n", c.ID, c.Title, c.Version, date)
		if _, _, offers := handshake.ParseRequest(c.Request).FieldText("Sec-WebSocket-Protocol"); offers {
			b.WriteString("policy: subprotocols=chat,superchat\n")
		}
		b.WriteByte('\n')
		for line := range strings.SplitSeq(strings.TrimSuffix(string(c.Request), "\r\n"), "\r\n") {
			b.WriteString(strings.TrimRight("> "+handshake.ShowLines([]byte(line)), " ") + "\n")
		}
	}
	return b.String()
}
