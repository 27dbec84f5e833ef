// What the page's modules share, for the type checker alone (tests/js/tsconfig.json).

import type {Attractor, Description, Notice, Observation} from '../../build/types/embed';

// Of watch.js, which runs before all modules.
export interface Watch {
  bad: string;                      // the key of the reason why there is no page
  refused: string;                  // what a Content-Security-Policy forbade
  wasm: Promise<Response> | null;
  begun: number;                    // Date.now()
  version: string;                  // "?v=..." of the build
  modules: string[];
  lang(l?: string): number;         // 0 English, 1 Russian
  show(text: string, is_bad?: boolean): void;
  loaded(): {done: number; total: number};
  why?(): string | null;            // of why.js
  policy?(): boolean;
}

declare global {
  interface Window {
    attractor_watch?: Watch;
    attractor?: unknown;            // page.js, for the console and the tests
    trustedTypes?: {createPolicy(name: string, rules: object): unknown};
  }
  var attractor_watch: Watch | undefined;
  var attractor: unknown;
  var createAttractor: ((program: object) => Promise<any>) | undefined;
  interface Element {
    attractor?: Attractor;
  }
}

export type {Description, Notice, Observation};
