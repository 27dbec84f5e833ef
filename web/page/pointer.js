// Pointer input on the canvas: pointer events become what the program understands, a place and what is pressed there. The rules are
// here: a press outlives the frame's border, an end that nobody told of is an end, a scroll or a second finger never paints.

import {stage_canvas} from './dom.js';

const kHold = 140;         // ms that a still finger rests before it presses: the second finger or a scroll may follow
const kSlop = 8;           // px that it may move until then
const kTapped = 8000;      // ms after the last touch: a frame that was tapped keeps its fingers, then they scroll the deck again
const kPinch = 14;         // wheel notches for two fingers drawn apart by the canvas's width

// running(): the program, while it runs. given_back(): the hand is off the canvas; called after a touch or a pen stroke.
/** @param {{embedded: boolean, running: () => Pick<import('./types').Engine,
 *   'pointer' | 'pointer_gone' | 'wheel'> | null, given_back: () => void}} page */
export function pointer({embedded, running, given_back}) {
  const canvas = stage_canvas();
  const fingers = new Map();  // id -> [x, y]
  let held = null;            // id of the pointer whose press the program knows
  let waiting = null;         // {id, at, timer}: a finger of which it is not known yet what it does
  let spread = 0;             // between two fingers; 0: there are no two
  let tapped_until = 0, forget_tap = 0;

  /** @returns {[number, number]} */
  function place(e) {
    const r = canvas.getBoundingClientRect();
    return [e.clientX - r.left, e.clientY - r.top];
  }
  const send = ([x, y], buttons, touch) => running()?.pointer(x, y, buttons, touch);
  function gone(cancelled) {
    held = null;
    running()?.pointer_gone(cancelled);
  }
  function forget_waiting() {
    clearTimeout(waiting?.timer);
    waiting = null;
  }
  // In a frame that was not tapped a finger scrolls the deck (style.css reads the mark).
  const untapped = () => embedded && performance.now() > tapped_until;
  function tapped() {
    tapped_until = performance.now() + kTapped;
    canvas.dataset.tapped = '';
    clearTimeout(forget_tap);
    forget_tap = setTimeout(() => delete canvas.dataset.tapped, kTapped);
  }

  // ---- mouse and pen ---------------------------------------------------------------------------------------------------
  function capture(e) {
    try {
      canvas.setPointerCapture(e.pointerId);
    } catch { /* gone already */ }
  }
  function mouse_move(e) {
    if (held !== null && !e.buttons) gone(true);  // released where we could not hear it
    if (held === null || held === e.pointerId) send(place(e), e.buttons, false);
  }

  // ---- fingers -----------------------------------------------------------------------------------------------------------
  function press(at, id) {
    forget_waiting();
    held = id;
    send(at, 1, true);
  }
  function finger_down(e) {
    fingers.set(e.pointerId, place(e));
    if (fingers.size > 1) {
      forget_waiting();
      if (held !== null) gone(true);
      spread = fingers.size === 2 ? span() : 0;
      return;
    }
    const at = place(e), id = e.pointerId;
    waiting = {id, at, timer: untapped() ? 0 : setTimeout(() => press(at, id), kHold)};
  }
  const span = () => {
    const [a, b] = [...fingers.values()];
    return Math.hypot(a[0] - b[0], a[1] - b[1]);
  };
  function finger_move(e) {
    if (!fingers.has(e.pointerId)) return;
    const at = place(e);
    fingers.set(e.pointerId, at);
    if (spread) return pinch();
    if (waiting?.id === e.pointerId) {
      const [dx, dy] = [at[0] - waiting.at[0], at[1] - waiting.at[1]];
      const scrolls = untapped() && Math.abs(dy) > Math.abs(dx);  // the browser may take its time until it says so
      if (Math.hypot(dx, dy) > kSlop) scrolls ? forget_waiting() : press(waiting.at, waiting.id);
    }
    if (held === e.pointerId) send(at, 1, true);
  }
  function pinch() {
    const [a, b] = [...fingers.values()], now = span();
    send([(a[0] + b[0]) / 2, (a[1] + b[1]) / 2], 0, true);
    running()?.wheel(0, kPinch * (now - spread) / canvas.clientWidth);
    spread = now;
  }
  function finger_up(e) {
    if (!fingers.delete(e.pointerId)) return;
    tapped();
    if (waiting?.id === e.pointerId) press(waiting.at, waiting.id);  // a tap
    if (held === e.pointerId) {
      held = null;
      send(place(e), 0, true);
    }
    if (spread) gone(false);
    spread = 0;
  }
  function finger_lost(e) {
    if (!fingers.delete(e.pointerId)) return;
    if (waiting?.id === e.pointerId) forget_waiting();
    if (held === e.pointerId || spread) gone(true);
    spread = 0;
  }

  // ---- all of them -------------------------------------------------------------------------------------------------------
  const finger = (e) => e.pointerType === 'touch';
  canvas.addEventListener('pointerdown', (e) => {
    canvas.focus({preventScroll: true});
    capture(e);
    if (finger(e)) return finger_down(e);
    held = e.pointerId;
    send(place(e), e.buttons, false);
  });
  canvas.addEventListener('pointermove', (e) => (finger(e) ? finger_move(e) : mouse_move(e)));
  canvas.addEventListener('pointerup', (e) => {
    if (finger(e)) {
      finger_up(e);
    } else if (held === e.pointerId) {
      held = null;
      send(place(e), e.buttons, false);
    }
    if (e.pointerType !== 'mouse') given_back();
  });
  const lost = (e) => {
    if (finger(e)) finger_lost(e);
    else if (held === e.pointerId) gone(true);
  };
  canvas.addEventListener('pointercancel', lost);
  canvas.addEventListener('lostpointercapture', (e) => (e.buttons || finger(e)) && lost(e));
  canvas.addEventListener('pointerenter', (e) => !finger(e) && mouse_move(e));  // without a move where the page itself moved
  canvas.addEventListener('pointerleave', (e) => !finger(e) && held === null && gone(false));
  addEventListener('blur', () => {
    if (held !== null && !fingers.size) gone(true);
  });
  // SDL listens to touches, too, and would cancel what it does not need.
  for (const type of ['touchstart', 'touchmove', 'touchend', 'touchcancel']) {
    addEventListener(type, (e) => e.target === canvas && e.stopImmediatePropagation(), {capture: true, passive: true});
  }
  canvas.addEventListener('mousedown', (e) => e.button === 1 && e.preventDefault());  // no scrolling by itself
  canvas.addEventListener('contextmenu', (e) => e.preventDefault());

  // ---- wheel -------------------------------------------------------------------------------------------------------------
  // With Ctrl it is the browser's (its zoom); in a frame it scrolls the deck until the canvas was clicked.
  const notch = [1 / 100, 1 / 3, 80];  // of a pixel, a line, a page
  canvas.addEventListener('wheel', (e) => {
    if (e.ctrlKey || e.metaKey || (embedded && document.activeElement !== canvas)) return;
    e.preventDefault();
    running()?.wheel(-e.deltaX * notch[e.deltaMode], -e.deltaY * notch[e.deltaMode]);
  }, {passive: false});
}
