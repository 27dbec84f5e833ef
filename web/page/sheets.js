// Sheets: the lesson menu and Share, which open under a button and close by Escape or a press elsewhere. Browsers know this as
// "popover"; those that do not are taught the little that is needed here.

import {near} from './dom.js';

const native = 'showPopover' in HTMLElement.prototype;
if (!native) document.documentElement.dataset.sheets = 'own';
const listeners = new WeakMap();  // sheet -> what hears that it opens or closes

export const is_open = (sheet) => sheet.isConnected && (native ? sheet.matches(':popover-open') : sheet.hasAttribute('data-open'));

function toggle(sheet, on) {
  if (is_open(sheet) === on) return;
  if (native) return on ? sheet.showPopover() : sheet.hidePopover();
  for (const other of document.querySelectorAll('[popover][data-open]')) if (other !== sheet) toggle(other, false);
  sheet.toggleAttribute('data-open', on);
  listeners.get(sheet)?.(on);
}
export const open_sheet = (sheet) => toggle(sheet, true);
export const close_sheet = (sheet) => toggle(sheet, false);

// f(opened) is told.
export function on_sheet(sheet, f) {
  if (native) sheet.addEventListener('toggle', (e) => f(e.newState === 'open'));
  else listeners.set(sheet, f);
}

if (!native) {
  const shut = () => document.querySelectorAll('[popover][data-open]').forEach(close_sheet);
  addEventListener('keydown', (e) => e.key === 'Escape' && shut());
  addEventListener('pointerdown', (e) => !near(e, '[popover], [popovertarget]') && shut());
  addEventListener('click', (e) => {
    const b = near(e, '[popovertarget]'), sheet = b && document.getElementById(b.getAttribute('popovertarget') ?? '');
    if (sheet) toggle(sheet, !is_open(sheet));
  });
}
