// Safe text as one plain string, for the places that take no markup: names of controls and what is read aloud.

import type { SafeText } from '../backend/backend';

/** Odd pieces stand in square brackets. */
export function plain(text: SafeText): string {
  return text.pieces.map((piece) => (piece.odd === null ? piece.text : `[${piece.text}]`)).join('');
}
