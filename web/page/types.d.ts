// What the page's modules share, for the type checker alone (tests/js/tsconfig.json).

import type {Attractor, Description, LessonEntry, Notice, Observation, RowEntry} from '../../build/types/embed';

// The program, by the names of engine.js.
export type Engine = Awaited<ReturnType<typeof import('./engine').load>>;
// The page's words by their key (strings.js), in its language, with {places} filled in.
export type Words = (key: string, values?: Record<string, unknown>) => string;

// Of watch.js, which runs before all modules.
export interface Watch {
  bad: string;                      // the key of the reason why there is no page
  refused: string;                  // what a Content-Security-Policy forbade
  wasm: Promise<Response> | null;
  begun: number;                    // Date.now()
  version: string;                  // "?v=..." of the build
  languages: {id: string; name: string; also_for: string[]}[];  // all there are, English first
  from_browser(): string;           // the one of them that its user reads
  lang(id: string): void;           // the page's language is this one
  say(key: string, words?: Record<string, string[]>): string;  // in that language
  show(text: string, is_bad?: boolean): void;
  loaded(): {done: number; total: number};
  policy(): boolean;                // whether it is a policy that stops us; then it is said
  why?(): string | null;            // of why.js
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

export type {Description, LessonEntry, Notice, Observation, RowEntry};
