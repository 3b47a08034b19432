package browsertest

import (
	"strings"
	"testing"
)

// What a browser may deny a page (storage, the clipboard, the address bar, the
// network) is said where it matters, and nothing else breaks.

// deny makes a property throw, as browsers do where it is forbidden.
func deny(object, name string) string {
	return `Object.defineProperty(` + object + `, "` + name + `", {configurable: true, get() { throw new DOMException("The operation is insecure.", "SecurityError") }});`
}

// TestStorageDenied: the page keeps nothing in the browser's storage, so it needs
// none: it works as ever, and says nothing.
func TestStorageDenied(t *testing.T) {
	p := openWith(t, deny("window", "localStorage")+deny("window", "sessionStorage")+deny("window", "indexedDB")+
		deny("window", "caches")+deny("Document.prototype", "cookie"), how{})
	p.waitAlive()
	p.preset("broken-websocket")
	p.check("server-rejects")
	p.wait("the address holds it", `location.hash.startsWith("#1.")`)
	if said := p.text(`[data-region="notice"]`); said != "" {
		t.Errorf("it says %q", said)
	}
}

// TestAddressDenied: Safari lets a page write its address a hundred times in half a
// minute, then throws. That is said once, in words; what was typed stays, the link
// can be had, and the page tries again until it may.
func TestAddressDenied(t *testing.T) {
	p := openWith(t, `for (const name of ["replaceState", "pushState"]) {
		const real = History.prototype[name];
		History.prototype[name] = function(...args) {
			if (window.denied) throw new DOMException("Attempt to use history." + name + "() more than 100 times per 30 seconds", "SecurityError");
			return real.apply(this, args);
		};
	}
	window.denied = true;
	window.copied = "";
	Object.defineProperty(navigator, "clipboard", {value: {writeText: async (s) => { window.copied = s }}, configurable: true});`, how{})
	p.waitAlive()
	text := p.typed("X-Mine: 1")
	p.wait("it is said", `$('[data-part="notice"]')?.innerText.includes("more than 100 times")`)
	if said := p.text(`[data-part="notice"]`); !strings.Contains(said, "a reload would lose it") || strings.Contains(said, "JavaScript error") {
		t.Errorf("it says %q", said)
	}
	p.picture("address-denied")
	p.holds(requestBox, text)
	p.check("switches")
	if p.attr(`[data-stopped="program"]`, "hidden") != "" || get[bool](p, `$('[data-stopped="program"]').checkVisibility()`) {
		t.Error("the page says that its program stumbled, which it did not")
	}
	// Another screen opens all the same, and back in the page nothing is lost.
	p.click(`[data-key="nav-rules"]`)
	p.wait("the rules are shown", `!$('[data-screen="rules"]').hidden`)
	p.click(`[data-key="nav-exchange"]`)
	p.holds(requestBox, text)
	p.click(`[data-key="tray-share"]`)
	p.click(`[data-key="share"]`)
	p.wait("the link is copied", `window.copied.includes("#1.")`)
	get[bool](p, `(window.denied = false, true)`)
	p.wait("the page tries again by itself", `"#" + location.hash.slice(1) === new URL(window.copied).hash`)
	p.wait("the notice is gone", `!$('[data-part="notice"]')?.innerText.includes("more than 100 times")`)
}

// TestClipboardDenied: a refused copy is said, with another way to the same thing,
// be it that the browser refuses or that it has no clipboard for pages without TLS.
func TestClipboardDenied(t *testing.T) {
	for _, script := range []string{
		`Object.defineProperty(navigator, "clipboard", {value: undefined})`,
		`Object.defineProperty(navigator, "clipboard", {value: {writeText: async () => { throw new DOMException("Write permission denied.", "NotAllowedError") }}})`,
		`Object.defineProperty(navigator, "clipboard", {value: {writeText() { throw new DOMException("Write permission denied.", "NotAllowedError") }}})`,
	} {
		p := openWith(t, script, how{})
		p.waitAlive()
		p.click(`[data-key="tray-share"]`)
		p.click(`[data-key="share"]`)
		p.wait("the link is in the address bar, which is said", `$('[data-part="notice"]')?.innerText.includes("address bar")`)
		p.click(`[data-key="copy-export"]`)
		p.wait("the text is selected, which is said", `$('.tray-why')?.innerText.includes("selected") && shadow.activeElement?.dataset.key === "export-text"`)
		if get[bool](p, `$('[data-stopped="program"]').checkVisibility()`) {
			t.Error("the page says that its program stumbled, which it did not")
		}
	}
}

// TestNetworkDenied: a question that the browser does not let out, or that nobody
// answers, is told from a host that has no dev server; and so is each way to the
// server later on.
func TestNetworkDenied(t *testing.T) {
	// From the start: an extension, or a policy.
	p := openWith(t, `{
		const real = window.fetch;
		window.fetch = (url, ...more) => /healthz|cases\.txt|reality\.txt|lang/.test(url) ? Promise.reject(new TypeError("Failed to fetch")) : real(url, ...more);
	}`, how{})
	p.waitAlive()
	p.wait("it is said", `$('[data-part="live"]').dataset.state === "absent" && $('[data-part="live"]').innerText.includes("Failed to fetch")`)
	if said := p.text(`[data-part="live"]`); strings.Contains(said, "static host") || !strings.Contains(said, "make run") {
		t.Errorf("it says %q", said)
	}
	p.picture("network-denied")
	p.click(`a[hreflang="ja"]`)
	p.wait("the language is not to be had", `$('[data-part="notice"]')?.innerText.includes("Failed to fetch")`)
	p.click(`[data-key="nav-cases"]`)
	p.wait("nor the cases", `$('main[data-screen="cases"]').innerText.includes("Failed to fetch") && $('[data-do="cases-again"]')`)
	p.click(`[data-key="nav-reality"]`)
	p.wait("nor what was measured", `$('main[data-screen="reality"]').innerText.includes("Failed to fetch") && $('[data-do="reality-again"]')`)

	// Later: the connection, then the stream, then a question.
	p = openWith(t, `for (const name of ["WebSocket", "EventSource"]) {
		const Real = window[name];
		window[name] = new Proxy(Real, {construct(target, args) {
			if (window.denied === name) throw new DOMException("The operation is insecure.", "SecurityError");
			return new target(...args);
		}});
	}
	window.denied = "WebSocket";
	{
		const real = window.fetch;
		window.fetch = (url, ...more) => window.denied === "fetch" ? Promise.reject(new TypeError("Failed to fetch")) : real(url, ...more);
	}`, how{})
	p.waitAlive()
	deny := func(what string) { get[bool](p, `(window.denied = "`+what+`", true)`) }
	p.wait("the dev server is found", `$('[data-live="echo"]')`)
	p.click(`[data-live="echo"]`)
	p.ended("failed")
	if said := p.text(`[data-part="live-result"]`); !strings.Contains(said, "The operation is insecure.") {
		t.Errorf("without WebSocket it says %q", said)
	}
	deny("EventSource")
	p.click(`[data-live="echo"]`)
	p.ended("done")
	p.wait("that the frames cannot be watched is said", `$('[data-region="talk"]').innerText.includes("stopped telling")`)
	deny("fetch")
	p.tool("send")
	p.click(`[data-do="lab-send"]`)
	p.ended("failed")
	if said := p.text(`[data-part="live-result"]`); !strings.Contains(said, "Failed to fetch") {
		t.Errorf("without fetch it says %q", said)
	}
	if get[bool](p, `$('[data-stopped="program"]').checkVisibility()`) {
		t.Error("the page says that its program stumbled, which it did not")
	}
}
