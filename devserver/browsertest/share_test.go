package browsertest

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"handshake101/handshake"
)

func imported(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(root(), "handshake", "testdata", "imports", name+".txt"))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestPaste pastes a tool's output into the editor, as somebody does who debugs:
// it stays as it is, is offered to be taken apart, and undo brings it back.
func TestPaste(t *testing.T) {
	p := open(t, how{})
	text := imported(t, "curl-verbose")
	paste := `(e => { e.focus(); e.select(); return document.execCommand("insertText", false, @@) })($('[data-editor="request"]'))`
	get[bool](p, strings.ReplaceAll(paste, "@@", strconv.Quote(text)))
	p.wait("it is offered", `$('[data-part="pasted"]')`)
	if got := get[string](p, `$('[data-editor="request"]').value`); !strings.Contains(got, "* Connected to 127.0.0.1") {
		t.Errorf("the editor holds %.80q", got)
	}
	p.click(`[data-key="take-pasted"]`)
	p.wait("it is taken apart", `$('[data-editor="request"]').value.startsWith("GET /live/") && $('[data-editor="response"]').value.startsWith("HTTP/1.1 101")`)
	if got := get[string](p, `shadow.activeElement.dataset.key`); got != "taken" {
		t.Errorf("the focus is on %q", got)
	}
	p.click(`[data-key="undo"]`)
	p.wait("undo brings it back", `$('[data-editor="request"]').value.includes("* Connected to 127.0.0.1")`)
}

// TestDrop drops a file on the page: its bytes come in as they are.
func TestDrop(t *testing.T) {
	p := open(t, how{})
	get[bool](p, `(d => { d.items.add(new File([Uint8Array.from([...'GET / HTTP/1.1\r\nHost: a\n\r\nX', 0, 255].map(c => typeof c === "string" ? c.charCodeAt(0) : c))], "raw.bin"));
		return document.querySelector("handshake-101").dispatchEvent(new DragEvent("drop", { bubbles: true, composed: true, cancelable: true, dataTransfer: d })) })(new DataTransfer())`)
	p.wait("the file is open", `$('[data-part="import"]')?.dataset.format === "raw"`)
	p.click(`[data-key="take"]`)
	p.wait("its bytes are there", `$('[data-editor="request"]').value.includes("Host: a\\n\\") && $('[data-editor="request"]').value.endsWith("X\\0\\xFF")`)
	p.click(`[data-key="tray-paste"]`)
	p.wait("the panel has the focus", `shadow.activeElement.dataset.key === "paste"`)
	get[bool](p, strings.ReplaceAll(`document.execCommand("selectAll") && document.execCommand("insertText", false, @@)`, "@@", strconv.Quote(imported(t, "words-chrome"))))
	p.wait("it is an error message", `$('[data-part="import"]')?.dataset.format === "words"`)
	p.click(`[data-key="look-up"]`)
	p.wait("the cases explain it", `!$('main[data-screen="cases"]').hidden && $$('[data-case]').length > 0`)
}

// TestShare copies and saves, masked and not, and says what is denied.
func TestShare(t *testing.T) {
	p := open(t, how{})
	get[bool](p, `(Object.defineProperty(navigator, "clipboard", { value: { writeText: async (s) => { window.copied = s } }, configurable: true }), true)`)
	get[bool](p, `(e => { e.focus(); e.select(); return document.execCommand("insertText", false, "GET /?token=s3cr3t HTTP/1.1\nHost: a\nUpgrade: websocket\n\n") })($('[data-editor="request"]'))`)
	p.click(`[data-key="tray-share"]`)
	p.wait("what is masked is said", `$('[data-part="secrets"]')?.textContent.includes("token")`)
	p.click(`[data-key="copy-export"]`)
	p.wait("the command is copied", `window.copied?.startsWith("curl ") && window.copied.includes("token=x0xx0x") && $('.tray-why')`)
	p.click(`[data-key="share"]`)
	p.wait("the link is copied", `window.copied.includes("#1.") && location.hash === new URL(window.copied).hash`)
	masked := get[string](p, `window.copied`)
	p.click(`[data-key="secrets"]`)
	p.click(`[data-key="copy-export"]`)
	p.wait("asked for, they are in it", `window.copied.includes("token=s3cr3t")`)
	p.click(`[data-key="share"]`)
	p.wait("and in the link", `window.copied.includes("#1.")`)
	if get[string](p, `window.copied`) == masked {
		t.Error("the link is masked though they were asked for")
	}
	get[bool](p, `(Object.defineProperty(navigator, "clipboard", { value: { writeText: async () => { throw new Error("not allowed") } } }), true)`)
	p.click(`[data-key="copy-export"]`)
	p.wait("that it is denied is said", `$('.tray-why')?.textContent.includes("not allowed") && shadow.activeElement?.dataset.key === "export-text"`)
	p.click(`[data-key="tray-close"]`)
	p.wait("the panel closes", `!$('[data-part="tray"]')`)
}

// TestBrowserSnippet runs the snippet for browsers in one, against the lab.
func TestBrowserSnippet(t *testing.T) {
	p := open(t, how{})
	host := get[string](p, `location.host`)
	ex := handshake.Exchange{Request: handshake.Build(handshake.Offer{Target: "/live/snippet-of-browser-00000000/echo", Host: host, Origin: "http://" + host, Key: "dGhlIHNhbXBsZSBub25jZQ==", Subprotocols: []string{"chat"}})}
	for _, e := range handshake.Exports() {
		if e.ID != "browser" {
			continue
		}
		code := e.Write(ex, nil, nil)
		get[bool](p, `(window.said = [], console.log = (...words) => window.said.push(words.join(" ")), true)`)
		get[bool](p, `(() => {`+code+`; return true })()`)
		p.wait("it opens, is echoed and closes", `window.said.length >= 3`)
		if got := get[string](p, `window.said.join("|")`); !strings.HasPrefix(got, "open chat") || !strings.Contains(got, "|hello|close 1000") {
			t.Errorf("it says %q", got)
		}
	}
}
