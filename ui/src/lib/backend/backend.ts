// What the front end may ask of the core, and what it is told. Screens know this interface alone; the shell stands
// behind it in `tauri.ts`, invented data in `fixtures.ts`.

import type {
  ErrorView,
  GrantsView,
  InboxView,
  LengthView,
  LogDetailView,
  LogView,
  SheetView,
  StatusView,
} from './bindings';

export type * from './bindings';

export type Page = 'inbox' | 'grants' | 'log';

export type Choice = { is: 'grant'; seconds: number } | { is: 'deny' };

/** Where a notification or the tray sends the person. */
export interface Navigation {
  page: Page;
  id: string | null;
  deny: boolean;
}

/** Which parts of the desk are no longer as they were last read. */
export interface Changed {
  inbox: boolean;
  grants: boolean;
  log: boolean;
  status: boolean;
}

/** Every call rejects with a `Refusal`. */
export interface Backend {
  status(): Promise<StatusView>;
  inbox(): Promise<InboxView>;
  /** Opens a request, or reads an open one again: the core remembers the revision opened first. */
  openSheet(id: string): Promise<SheetView>;
  acceptChange(id: string): Promise<SheetView>;
  previewLength(id: string, text: string): Promise<LengthView>;
  /** A ticket stands for one sheet as it was shown, and is good for one decision. */
  decide(ticket: string, choice: Choice, reason: string | null, typed: string | null): Promise<void>;
  undo(id: string): Promise<void>;
  sendNow(id: string): Promise<void>;
  grants(): Promise<GrantsView>;
  revoke(id: string, reason: string | null): Promise<void>;
  log(offset: number, limit: number): Promise<LogView>;
  logDetail(index: number): Promise<LogDetailView>;
  verifyLog(): Promise<LogView>;
  /** Answers with the path that was written. */
  exportLog(): Promise<string>;
  retryQueue(): Promise<void>;
  retryKeyring(): Promise<void>;
  takeNavigation(): Promise<Navigation | null>;
  onChanged(heard: (changed: Changed) => void): Promise<() => void>;
  onNavigated(heard: (to: Navigation) => void): Promise<() => void>;
}

/** The core said no: a stable code, a sentence for the person, and whether trying again can help. */
export class Refusal extends Error {
  readonly code: string;
  readonly retryable: boolean;

  constructor(view: ErrorView) {
    super(view.message);
    this.name = 'Refusal';
    this.code = view.code;
    this.retryable = view.retryable;
  }
}
