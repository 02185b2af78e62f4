// What is told and when, as the core has it, and what that comes to. A change counts at once; where the core refuses it,
// nothing was changed and why is said.

import type { Backend, NotificationSettings, NotificationsPreview } from '../backend/backend';
import { announcer } from '../shared/announcer.svelte';
import { t } from '../shared/language.svelte';

export class NotificationsState {
  view = $state.raw<NotificationSettings | null>(null);
  preview = $state.raw<NotificationsPreview | null>(null);
  failure = $state<string | null>(null);
  /** The example is on the desktop. */
  sent = $state(false);
  readonly #backend: Backend;
  #turn = 0;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async load(): Promise<void> {
    this.sent = false;
    this.failure = null;
    this.view = await this.#backend.notificationSettings();
    this.preview = await this.#backend.previewNotifications(this.view);
  }

  async set(change: Partial<NotificationSettings>): Promise<void> {
    const before = this.view;
    if (before === null) return;
    this.#turn += 1;
    const turn = this.#turn;
    const next = { ...before, ...change };
    this.view = next;
    this.sent = false;
    try {
      const preview = await this.#backend.previewNotifications(next);
      await this.#backend.setNotificationSettings(next);
      if (turn === this.#turn) this.preview = preview;
      this.failure = null;
    } catch (error) {
      this.failure = said(error);
      announcer.say(this.failure);
      this.view = await this.#backend.notificationSettings().catch(() => before);
    }
  }

  async sendOne(): Promise<void> {
    try {
      await this.#backend.sendExample();
      this.sent = true;
      this.failure = null;
      announcer.say(t('settings-sent'));
    } catch (error) {
      this.failure = said(error);
      announcer.say(this.failure);
    }
  }
}

export function said(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
