// A list of decisions as the page shows it: the log itself, or what a search found.

import type { LogRowView } from '../backend/backend';

export interface Listed {
  readonly count: number;
  /** Of the chosen row; -1 where none is. */
  readonly place: number;
  row(place: number): LogRowView | undefined;
  keyOf(place: number): string | number;
  /** Whose log it is from, where that is not the one on the page. */
  from(place: number): string | null;
  choose(place: number): Promise<void>;
  /** The rows from one place to another have come into sight. */
  see(from: number, to: number): Promise<void>;
}
