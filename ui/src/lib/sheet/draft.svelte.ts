// What a person has set up for one request and not sent: length, reason, typed name. It outlives a look at another
// request and a refresh; it is never stored.

import type { LengthView } from '../backend/backend';

export class Draft {
  /** Absent: the length the core chose. */
  length = $state.raw<LengthView | null>(null);
  /** The text behind a length that is not one of the stops, to be worked out again as time passes. */
  text = $state<string | null>(null);
  reason = $state('');
  /** Seconds that a denial offers instead; absent: none. */
  offer = $state<number | null>(null);
  typed = $state('');
}
