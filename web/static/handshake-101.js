// The custom element <handshake-101>: it gives the page's program (Go, as wasm)
// a place to live, starts it once for the whole document, and starts it again
// when it has stopped. All that the page knows and shows is made by the program;
// this file knows nothing of the protocol.

const TAG = "handshake-101";

// The files beside this one. Where they are is told by this file's own address,
// so the page works in any folder.
const beside = (name) => new URL(name, import.meta.url).href;

// A promise that is made once and kept, unless it fails: then the next one who
// asks tries again.
function once(make) {
  const kept = new Map();
  return (key = "") => {
    if (!kept.has(key)) {
      const promise = make(key);
      kept.set(key, promise);
      promise.catch(() => kept.delete(key));
    }
    return kept.get(key);
  };
}

async function fetched(name) {
  const response = await fetch(beside(name));
  if (!response.ok) throw new Error(`${name}: ${response.statusText || response.status}`);
  return response;
}

// Catalogues of texts, by language; English is in the program.
const languages = once(async (code) => (await fetched(`lang/${code}.txt`)).text());

// The looks, shared by all roots that the server did not paint.
const looks = once(async () => new CSSStyleSheet().replace(await (await fetched("handshake-101.css")).text()));

// Which browser engine this is, for those who know how each behaves.
const agent = navigator.userAgent;
const engine = /Firefox\//.test(agent) ? "firefox" : /Chrom(e|ium)\//.test(agent) ? "chromium" : /AppleWebKit\//.test(agent) ? "webkit" : "";

// An element's lines to its server, for the live lab: questions, one WebSocket,
// one event stream. What happens on them is said to the program by name, with the
// tag that it gave, so that it can tell what is out of date.
function linesOf(say) {
  let socket, stream;
  const later = (...words) => queueMicrotask(() => say(...words));
  const end = (line) => {
    if (!line) return;
    line.done = true;
    line.close();
  };
  const hear = (line, name, f) => line.addEventListener(name, (event) => line.done || f(event));
  return {
    async ask(tag, url, body, reply, method) {
      const options = { cache: "no-store" };
      if (method) Object.assign(options, { method, body: new Blob([body], { type: "application/json" }) });
      try {
        const response = await fetch(url, options);
        say(reply, tag, await response.text(), response.status);
      } catch (error) {
        say(reply, tag, error.message, 0);
      }
    },
    open(tag, url, body, reply, method, number, names) {
      end(socket);
      socket = undefined;
      let line;
      try {
        line = new WebSocket(url.replace(/^http/, "ws"), names ? names.split("\n") : []);
      } catch (error) {
        return later("ws-bad", tag, error.message, 0);
      }
      socket = line;
      hear(line, "open", () => say("ws-open", tag, `${line.protocol}\n${line.extensions}`, 0));
      hear(line, "message", ({ data }) => say("ws-message", tag, typeof data === "string" ? data : "", 0));
      hear(line, "close", ({ reason, code }) => {
        line.done = true;
        say("ws-close", tag, reason, code);
      });
    },
    tell(tag, url, body, reply, method, bytes) {
      try {
        socket.send(bytes ? Uint8Array.from(body.match(/../g) ?? [], (pair) => parseInt(pair, 16)) : body);
      } catch (error) {
        later("ws-odd", tag, error.message, 0);
      }
    },
    shut(tag, url, reason, reply, method, code) {
      try {
        if (code) socket.close(code, reason);
        else socket?.close();
      } catch (error) {
        later("ws-odd", tag, error.message, 0);
      }
    },
    watch(tag, url, body, reply, method, number, names) {
      end(stream);
      stream = undefined;
      if (!url) return;
      let line;
      try {
        line = stream = new EventSource(url);
      } catch {
        return later("stream", tag, "error\n", 0);
      }
      for (const name of names.split("\n")) {
        hear(line, name, ({ data = "" }) => {
          if (name === "end" || name === "error") end(line); // it would open itself again
          say("stream", tag, `${name}\n${data}`, 0);
        });
      }
    },
    // A file to take away. Each character of the body is a byte.
    save(name, body) {
      try {
        const url = URL.createObjectURL(new Blob([Uint8Array.from(body, (c) => c.charCodeAt(0))]));
        Object.assign(document.createElement("a"), { href: url, download: name }).click();
        setTimeout(() => URL.revokeObjectURL(url), 10000);
      } catch (error) {
        later("save-denied", "", error.message, 0);
      }
    },
    close() {
      end(socket);
      end(stream);
    },
  };
}

// How the program waits, for a while, a frame or a promise: when it has stopped it is
// not called back.
const waits = (signal) => {
  const heard = (f) => (value) => signal.aborted || f(value);
  return {
    later: (f, milliseconds) => setTimeout(heard(f), milliseconds),
    frames: (f) => requestAnimationFrame(heard(f)),
    when: (promise, done, failed) => void promise.then(heard(done), heard(failed)),
  };
};

// The one way of HTML into the document. The program's HTML builder has escaped
// everything that is not its own.
let policy;
function put(element, html) {
  policy ??= globalThis.trustedTypes?.createPolicy("handshake101", { createHTML: (text) => text }) ?? { createHTML: (text) => text };
  element.innerHTML = policy.createHTML(html);
}

// The same for some children of an element: those that stay are not touched.
function swap(element, from, count, html) {
  const box = document.createElement("template");
  put(box, html);
  const next = element.children[from + count] ?? null;
  while (count--) element.children[from].remove();
  element.insertBefore(box.content, next);
}

// The smallest program there is: where not even that may be, all are forbidden.
const nothing = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);

// Why the program does not run: the word of the notice that says so. Asked of the
// browser, not of the error's text, which is another one in each.
function trouble(error) {
  if (!globalThis.WebAssembly?.instantiate) return "wasm";
  try {
    new WebAssembly.Module(nothing);
  } catch {
    return "policy";
  }
  return error instanceof WebAssembly.CompileError || error instanceof WebAssembly.LinkError || error instanceof RangeError ? "wasm" : "load";
}

async function compile() {
  const address = beside("handshake101.wasm");
  if (WebAssembly.compileStreaming) {
    try {
      return await WebAssembly.compileStreaming(fetch(address));
    } catch {
      // A server that sends the wrong type, or no streaming: the slow way tells.
    }
  }
  const bytes = await (await fetched("handshake101.wasm")).arrayBuffer();
  if (String(new Uint8Array(bytes, 0, Math.min(4, bytes.byteLength))) !== String(nothing.subarray(0, 4))) throw new Error("handshake101.wasm: no program");
  return WebAssembly.compile(bytes);
}

// The program of this document. It hands over its functions while it starts;
// `ended` is settled when it has stopped, for whatever reason.
let running;
const HAND_OVER = "__handshake101";

function program() {
  running ??= start().catch((error) => {
    running = undefined;
    throw error;
  });
  return running;
}

async function start() {
  const [module] = await Promise.all([compile(), import(beside("wasm_exec.js"))]);
  const go = new globalThis.Go();
  go.env = { GOGC: "400" }; // sweep once in a hundred keys, and in pauses (the program does)
  const instance = await WebAssembly.instantiate(module, go.importObject);
  let api;
  globalThis[HAND_OVER] = (functions) => (api = functions);
  const ended = go.run(instance).catch(() => {});
  delete globalThis[HAND_OVER];
  if (!api) throw new Error("the program did not start");
  ended.then(() => {
    running = undefined;
    if (rehearsal?.api === api) rehearsal.alive.abort();
    for (const element of [...living]) element.programEnded(api);
  });
  return api;
}

// Browsers compile wasm well only where it has run for a while, so that the first
// keys would be slow. They are pressed here in a page that nobody sees: once, in
// moments in which there is nothing to do, and no longer than until somebody types.
const REHEARSALS = 60;
let rehearsal;
function rehearse(api) {
  if (rehearsal?.api === api || !globalThis.requestIdleCallback) return;
  const alive = new AbortController();
  const { signal } = alive;
  rehearsal = { api, alive };
  const stage = document.createElement("div");
  const root = stage.attachShadow({ mode: "open" });
  let handle, box, text;
  let left = REHEARSALS;
  const end = () => {
    if (!signal.aborted) api.unmount(handle);
    alive.abort();
  };
  addEventListener("input", () => setTimeout(end), { capture: true, once: true, signal });
  const next = () => {
    if (signal.aborted) return;
    if (!box) {
      handle = api.mount(stage, root, { put, swap, signal, ...waits(signal), lang: "en", rehearsal: true });
      box = root.querySelector("[data-editor]");
      if (!box) return;
      text = box.value;
    }
    const at = (left * 37) % text.length;
    box.value = `${text.slice(0, at)}a${text.slice(at)}`;
    box.dispatchEvent(new KeyboardEvent("keydown", { key: "a", bubbles: true }));
    box.dispatchEvent(new InputEvent("input", { bubbles: true }));
    if (--left > 0) requestIdleCallback(next);
    else setTimeout(end, 2000); // it has yet to sweep
  };
  requestIdleCallback(next);
}

// Judges an exchange without showing it. Resolves to the report (report.d.ts),
// or to { error }, which names what is wrong: never rejects.
export async function inspect({ request, response, policy, lang = "en" } = {}) {
  try {
    const code = catalogueOf(lang);
    const [api, catalogue] = await Promise.all([program(), code ? languages(code) : ""]);
    const answer = api.inspect(request, response, policy, code, catalogue);
    if (typeof answer !== "string") throw answer;
    return JSON.parse(answer);
  } catch (error) {
    return { error: { name: "UnavailableError", message: String(error?.message ?? error), field: null, got: null, want: null } };
  }
}

// The catalogue that a language tag asks for; "" is English.
const catalogueOf = (tag) => (/^ja\b/i.test(tag ?? "") ? "ja" : "");

// The elements that are in the document and alive.
const living = new Set();

class Handshake101 extends (globalThis.HTMLElement ?? Object) {
  // Ends the program of this document. Its elements start a new one, with all
  // that was typed: this is how a test makes the program stop.
  static async stop() {
    (await running)?.stop();
  }

  // What the program keeps here, so that a new one can go on.
  kept = "";
  #api;
  #handle;
  #ended = -Infinity;
  #paper;
  #lines = linesOf((...message) => this.#call("send", this.#handle, ...message));
  // Aborted when the program is gone: its listeners would call nobody.
  #alive = new AbortController();

  connectedCallback() {
    living.add(this);
    this.#unfold();
    if (this.#handle === undefined) this.#open();
  }

  // What a server painted, for a browser that is older than such roots.
  #unfold() {
    const painted = this.querySelector(":scope > template[shadowrootmode]");
    if (painted && !this.shadowRoot) this.attachShadow({ mode: "open" }).append(painted.content);
  }

  disconnectedCallback() {
    // Moving an element takes it away and puts it back: wait for that.
    queueMicrotask(() => {
      if (this.isConnected) return;
      living.delete(this);
      this.#close();
    });
  }

  // Called when the program has stopped. Once it is started again by itself; a
  // program that stops again at once waits for the person.
  programEnded(api) {
    if (api !== this.#api) return;
    this.#api = this.#handle = undefined;
    this.#alive.abort();
    this.#lines.close();
    this.removeAttribute("data-ready");
    const again = performance.now() - this.#ended < 5000;
    this.#ended = performance.now();
    if (again) this.#stopped("program");
    else this.#open();
  }

  // For scripts and tests: a message to the page's program, by name.
  send(name, arg = "", value = "", number = 0) {
    return this.#call("send", this.#handle, name, arg, value, number);
  }

  // The same as the module's inspect, in the language of the element.
  inspect(exchange) {
    return inspect({ lang: this.closest("[lang]")?.lang, ...exchange });
  }

  // Starts the element's page again with all that was typed.
  restart() {
    this.#close();
    return this.#open();
  }

  async #open() {
    const lang = catalogueOf(this.closest("[lang]")?.lang) || "en";
    const painted = this.shadowRoot !== null;
    try {
      const [api, catalogue, sheet] = await Promise.all([
        program(),
        lang === "en" ? "" : languages(lang),
        painted ? undefined : looks(),
      ]);
      if (!this.isConnected || this.#handle !== undefined) return;
      const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
      if (sheet) root.adoptedStyleSheets = [sheet];
      this.#api = api;
      this.#alive = new AbortController();
      const signal = this.#alive.signal;
      const options = { put, swap, languages, signal, ...waits(signal), lang, catalogue, engine, lines: this.#lines, page: this.hasAttribute("page"), base: beside("."), kept: this.kept };
      const handle = this.#call("mount", this, root, options);
      if (typeof handle !== "number") throw handle;
      this.#handle = handle;
      root.addEventListener("click", this.#pressed);
      if (options.page) {
        this.#takeFiles(root, signal);
        this.#watchVerdict(root, signal);
      }
      this.toggleAttribute("data-ready", true);
      this.#stopped();
      if (options.page) rehearse(api);
      else root.addEventListener("focusin", () => rehearse(api), { once: true, signal: options.signal });
    } catch (error) {
      this.shadowRoot?.addEventListener("click", this.#pressed);
      if (this.#api) this.#stopped("program");
      else this.#stopped(trouble(error), error.message);
    }
  }

  #close() {
    if (this.#handle !== undefined) this.#call("unmount", this.#handle);
    this.#alive.abort();
    this.#lines.close();
    this.#handle = this.#api = undefined;
    this.removeAttribute("data-ready");
  }

  // Files, chosen or dropped anywhere on the page: their bytes, each as a
  // character. One that is too large is named, and told from others by its size.
  #takeFiles(root, signal) {
    const open = async (file) => {
      if (!file) return;
      let text = "";
      try {
        if (file.size <= 16 << 20) {
          text = await new Promise((resolve, reject) => {
            const reader = new FileReader();
            reader.onload = () => resolve(reader.result);
            reader.onerror = () => reject(reader.error);
            reader.readAsBinaryString(file);
          });
        }
        this.#call("send", this.#handle, "file", file.name, text, file.size);
      } catch (error) {
        this.#call("send", this.#handle, "file-denied", file.name, error.message, 0);
      }
    };
    root.addEventListener("change", (event) => event.target.matches("[data-file]") && open(event.target.files[0]), { signal });
    const carries = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
    document.addEventListener("dragover", (event) => carries(event) && event.preventDefault(), { signal });
    document.addEventListener("drop", (event) => {
      if (!carries(event)) return;
      event.preventDefault();
      open(event.dataTransfer.files[0]);
    }, { signal });
  }

  // Tells the looks when the verdict is scrolled away, which then goes along.
  #watchVerdict(root, signal) {
    const watch = new IntersectionObserver(([{ boundingClientRect: box, isIntersecting }]) => {
      this.toggleAttribute("data-away", !isIntersecting && box.height > 0 && box.top < 0);
    });
    watch.observe(root.querySelector('[data-region="verdict"]'));
    signal.addEventListener("abort", () => watch.disconnect());
  }

  // A call into a program that has stopped throws: nobody is harmed by that.
  #call(name, ...args) {
    try {
      return this.#api?.[name](...args);
    } catch (error) {
      return error;
    }
  }

  #pressed = (event) => {
    if (event.target.closest?.("[data-restart]")) this.restart();
  };

  // Shows the notice for one kind of trouble, or none. The words are in the HTML
  // already: nothing that writes them may be left. A page that nobody has brought
  // to life, or typed on, is read like one without scripts.
  #stopped(kind, why = "") {
    for (const notice of this.shadowRoot?.querySelectorAll("[data-stopped]") ?? []) {
      notice.hidden = notice.dataset.stopped !== kind;
      const words = notice.querySelector("[data-why]");
      if (words) words.textContent = why;
    }
    this.#paper?.remove();
    this.#paper = undefined;
    const boxes = [...(this.shadowRoot?.querySelectorAll("textarea") ?? [])];
    if (!kind || this.kept || boxes.some((box) => box.value !== box.defaultValue)) return;
    this.#paper = Object.assign(document.createElement("link"), { rel: "stylesheet", href: beside("noscript.css") });
    this.shadowRoot?.append(this.#paper);
  }
}

// A second copy of this script finds the name taken and leaves it.
if (globalThis.customElements && !customElements.get(TAG)) customElements.define(TAG, Handshake101);
