// The person's devices and security keys at each queue, and what can be done about them. What cannot be taken back asks
// once more; while a security key is waited for, that is shown.

import type { Backend, DevicesView } from '../backend/backend';
import { announcer } from '../shared/announcer.svelte';
import { focusOn } from '../shared/focus';
import { t } from '../shared/language.svelte';
import { said } from './notifications.svelte';

/** What is asked about: a queue, a device or a security key by its id. */
export interface Asked {
  what: 'key-change' | 'revoke' | 'remove';
  id: string;
}

export class DevicesState {
  view = $state.raw<DevicesView | null>(null);
  asked = $state<Asked | null>(null);
  busy = $state(false);
  /** The queue at which a security key is waited for. */
  touching = $state<string | null>(null);
  failure = $state<string | null>(null);
  told = $state<string | null>(null);
  /** What the other device shows, as it was typed. */
  fingerprint = $state('');
  /** The names of new security keys, by queue. */
  names = $state<Record<string, string>>({});
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async load(): Promise<void> {
    this.asked = null;
    this.failure = null;
    this.told = null;
    this.view = await this.#backend.devices();
    await this.#backend.devicesSeen();
  }

  /** What the queues told meanwhile; what is being asked or typed stays. */
  async refresh(): Promise<void> {
    if (!this.busy) this.view = await this.#backend.devices();
  }

  isAsked(what: Asked['what'], id: string): boolean {
    return this.asked?.what === what && this.asked.id === id;
  }

  ask(what: Asked['what'], id: string): void {
    this.asked = { what, id };
    void focusOn('settings-leave');
  }

  leave(): boolean {
    if (this.asked === null) return false;
    const { what, id } = this.asked;
    this.asked = null;
    void focusOn(`ask/${what}/${id}`);
    return true;
  }

  changeKey(queue: string): Promise<void> {
    return this.#doing(async () =>
      t((await this.#backend.rotateKey(queue)) ? 'settings-key-changed' : 'settings-key-waits'),
    );
  }

  revoke(device: string, name: string): Promise<void> {
    return this.#doing(async () => {
      await this.#backend.revokeDevice(device);
      return t('settings-device-revoked', { name });
    });
  }

  admit(): Promise<void> {
    return this.#doing(async () => {
      const name = await this.#backend.admitDevice(this.fingerprint);
      this.fingerprint = '';
      return t('settings-admitted', { name });
    });
  }

  async addSecurityKey(queue: string): Promise<void> {
    const name = this.names[queue]?.trim() ?? '';
    if (name === '') return;
    this.touching = queue;
    announcer.say(t('settings-security-touch'));
    await this.#doing(async () => {
      await this.#backend.addSecurityKey(queue, name);
      this.names[queue] = '';
      return t('settings-security-added', { name });
    });
    this.touching = null;
  }

  removeSecurityKey(key: string, name: string): Promise<void> {
    return this.#doing(async () => {
      await this.#backend.removeSecurityKey(key);
      return t('settings-security-removed', { name });
    });
  }

  async #doing(act: () => Promise<string>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.failure = null;
    this.told = null;
    try {
      this.told = await act();
      this.asked = null;
      announcer.say(this.told);
      this.view = await this.#backend.devices();
      await focusOn('section');
    } catch (error) {
      this.failure = said(error);
      announcer.say(this.failure);
    }
    this.busy = false;
  }
}
