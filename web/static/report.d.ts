// The report of Handshake 101, schema 1. report.schema.json says the same for
// programs that validate. Offsets count bytes from the start of that side's input.

export type Side = "request" | "response";

export interface Report {
  schema: 1;
  /** BCP 47 tag of the texts. */
  language: string;
  verdict: {
    outcome: "switches" | "stays-http" | "server-rejects" | "client-fails";
    protocol: string | null;
    status: number | null;
    summary: string;
    detail: string;
    /** ID of the rule that decides. */
    cause: string | null;
  };
  request: {
    verdict: "accept" | "ignore" | "reject";
    /** What a server with the policy answers. */
    status: number;
    protocol: string | null;
    spans: Span[];
    findings: Finding[];
    /** What common servers and proxies do with it, as far as it was measured: a status
     * ("101", "400", …), "closes", "waits", "forwards", "refuses" or "unknown". Empty for
     * what is not HTTP/1. */
    servers: { [name: string]: string };
  };
  /** null when the exchange has no response; the steps then speak about simulated.response. */
  response: null | {
    verdict: "accept" | "not-upgraded" | "fail";
    status: number | null;
    protocol: string | null;
    spans: Span[];
    findings: Finding[];
    browsers: { chromium: Prediction; firefox: Prediction; webkit: Prediction };
  };
  /** In the true order of events. */
  steps: Step[];
  simulated: { response: string };
}

/** Leaf spans cover every byte of a side exactly once, in order. */
export interface Span {
  start: number;
  end: number;
  kind: string;
  /** Name of the field line, as sent. */
  field?: string;
}

export interface Finding {
  rule: string;
  severity: "error" | "violation" | "warning" | "note";
  level: "MUST" | "MUST NOT" | "SHOULD" | "SHOULD NOT" | "MAY" | "grammar" | "practice" | "fact";
  binds: "client" | "server" | "either" | "exchange" | "intermediary" | "frames" | "uri" | "script" | "browser";
  message: Side;
  start: number;
  end: number;
  text: string;
  why: string;
  who: string;
  cure: string;
  got: string | null;
  want: string | null;
  /** ID of the rule whose finding brings this one about. */
  because: string | null;
  step: string | null;
  rfc: string;
  url: string;
  fix: Fix | null;
}

export interface Fix {
  message: Side;
  start: number;
  end: number;
  replace: string;
  /** Only where the bytes are no UTF-8, which replace cannot carry. */
  replaceBase64?: string;
  /** replace holds a key that stands for a random one: put 16 fresh random bytes there. */
  fresh?: true;
}

export interface Step {
  id: string;
  actor: "client" | "server" | "client-to-server" | "server-to-client" | "both";
  title: string;
  outcome: "passed" | "failed" | "skipped";
  /** For a skipped step: the step that failed. */
  because: string | null;
  text: string;
  spans: { message: Side; start: number; end: number }[];
  findings: Finding[];
  derived: { label: string; value: string; bad?: true }[];
}

export interface Prediction {
  outcome: "opens" | "fails" | "hangs" | "unknown";
  subprotocol?: string;
  /** With opens: what the script's socket.extensions is. */
  extensions?: string;
  /** What stands behind the 101 ends the open connection again: the code of the script's
   * close event, and that of the browser's Close frame (1005: one without a code; null:
   * no frame). orFails: the script may hear of the end before the opening; then it sees
   * a failure, and no open event. */
  ends?: { code: number; closeFrame: number | null; orFails?: true };
  console?: string;
}

/** What a server supports and wants. Every key is optional. */
export interface Policy {
  /** Upgrade tokens, best first. Without it: every protocol there is. */
  protocols?: string[];
  /** An endpoint for one protocol: other requests are rejected, not ignored. */
  only?: string;
  /** WebSocket versions; without it [13]. */
  versions?: number[];
  subprotocols?: string[];
  /** Without it ["permessage-deflate"]. */
  extensions?: string[];
  /** Origins let in; without it all. */
  origins?: string[];
}
