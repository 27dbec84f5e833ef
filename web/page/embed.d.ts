export interface Options {
  /** A link of the laboratory: 'ising?T=2.27', or a whole address with one. */
  link?: string;
  /** What is around the stage. */
  ui?: 'full' | 'min' | 'none';
  theme?: 'light' | 'dark' | 'projector';
  lang?: Language;
  /** 'seen': it plays as long as it is in sight. */
  play?: 'seen' | '0' | '1' | 0 | 1;
  /** Comma-separated: transport, curves, controls, and keys of parameters. */
  hide?: string;
  /** Of width to height, as CSS writes it; '16/10' if nothing is said. */
  ratio?: string;
  /** Read out by screen readers. */
  title?: string;
  /** false: the frame is made at once, not when it comes near the screen. */
  lazy?: boolean;
  /** Where the laboratory is, if not beside this script. */
  home?: string;
  /** false: the frame listens to any page, not to this one's origin alone. */
  strict?: boolean;
}

/** What on() may listen to, and what the listener is given. */
export interface Events {
  ready: {type: 'ready'};
  /** Bytes that have come while it loads; null where that is not known. */
  loading: {type: 'loading'; done: number; total: number};
  /** A lesson, parameter, event or setting is another one. */
  changed: {type: 'changed'; link: string};
  /** At most ten times a second. */
  stepped: {type: 'stepped'; step: number; hash: string; words: string; scalars: Observation['scalars']};
  notice: {type: 'notice'} & Notice;
  replay: {type: 'replay'; state: 'reproduced' | 'differs'};
}

/** A frame; every call is answered by a promise, which fails with the reason why nothing was done. */
export interface Attractor {
  /** A parameter ('T'), a poke ('spins.17.3': cell, radius), 'seed', or 'speed' (steps per second). */
  set(name: string, value: string | number | boolean): Promise<void>;
  play(): Promise<void>;
  pause(): Promise<void>;
  /** Steps on; negative: back. At most 1,000,000. */
  step(n?: number): Promise<void>;
  reset(): Promise<void>;
  seek(step: number): Promise<void>;
  /** The link of what is on the screen. */
  link(): Promise<string>;
  describe(): Promise<Description>;
  observe(): Promise<Observation>;
  /** Something always opens; what was wrong with the link comes back. */
  open(link: string): Promise<string | undefined>;
  /** Returns a function that stops listening. */
  on<T extends keyof Events>(type: T, listener: (event: Events[T]) => void): () => void;
  /** Once it can answer. */
  readonly ready: Promise<Attractor>;
  readonly frame: HTMLIFrameElement | null;
  destroy(): void;
}

/** Puts the laboratory into an element, given itself or by a selector that finds it. What was embedded there before is destroyed. */
export function embed(element: Element | string, options?: Options): Attractor;

/** All elements with data-attractor="link" that have none yet; done by itself when the document is there. */
export function embed_all(root?: ParentNode): Attractor[];
