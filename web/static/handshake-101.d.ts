// The module handshake-101.js: it defines the element <handshake-101> and gives
// the engine to scripts.

import type { Policy, Report } from "./report";

export type { Policy, Report } from "./report";

export interface Exchange {
  /** All the client sent. A string stands for its UTF-8 bytes; line ends are yours to write (\r\n). */
  request: string | Uint8Array;
  /** All the server sent. Without it the report speaks about what a server with the policy answers. */
  response?: string | Uint8Array | null;
  policy?: Policy | null;
  /** BCP 47 tag of the texts: "en" (the default) or "ja". */
  lang?: string;
}

/** What is wrong with a call, as a value: inspect() never throws and never rejects. */
export interface Failure {
  error: {
    /** ArgumentError: `field` is not what it must be. UnavailableError: the program or a catalogue could not be fetched, or has stopped. */
    name: "ArgumentError" | "UnavailableError";
    message: string;
    field: string | null;
    got: string | null;
    want: string | null;
  };
}

/** Judges an exchange without showing it. Fetches the program once for the whole document. */
export function inspect(exchange: Exchange): Promise<Report | Failure>;

/** The element <handshake-101>. */
export interface Handshake101Element extends HTMLElement {
  /** The same as the module's inspect; without `lang`, in the element's language. */
  inspect(exchange: Exchange): Promise<Report | Failure>;
  /** Starts the element's page again, with all that was typed. */
  restart(): Promise<void>;
}

declare global {
  interface HTMLElementTagNameMap {
    "handshake-101": Handshake101Element;
  }
}
