// The keys of the sheet: what each does there.

import { focusOn } from '../lib/shared/focus';
import type { Action } from '../lib/shared/keymap';
import type { SheetState } from '../lib/sheet/sheet.svelte';

export type Deciding = Extract<Action, 'grant' | 'deny' | 'shorten' | 'shorter' | 'longer' | 'undo' | 'send-now'>;

/** A key that is kept down is one press, but for the length, which goes on. */
export function decide(sheet: SheetState, action: Deciding, repeated: boolean): void {
  if (action === 'shorter' || action === 'longer') {
    sheet.step(action === 'longer' ? 1 : -1);
    return;
  }
  if (repeated) return;
  switch (action) {
    case 'grant':
      sheet.pressGrant();
      return;
    case 'deny':
      sheet.startDeny();
      return;
    case 'shorten':
      void focusOn('slider');
      return;
    case 'undo':
      void sheet.undo();
      return;
    case 'send-now':
      void sheet.sendNow();
  }
}
