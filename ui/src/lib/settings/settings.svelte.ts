// The page of settings: which section is open, what was searched for, and the state behind each section. A section reads
// the core when it is opened.

import type { AboutView, Backend, LoginView } from '../backend/backend';
import { announcer } from '../shared/announcer.svelte';
import { focusOn } from '../shared/focus';
import { DevicesState } from './devices.svelte';
import { NotificationsState, said } from './notifications.svelte';
import { PreferencesState } from './preferences.svelte';
import { RolesState } from './roles.svelte';
import type { Section, Setting } from './sections';

export class SettingsState {
  section = $state<Section>('queues');
  /** Which of list and section a narrow window shows. */
  pane = $state<'list' | 'section'>('section');
  typed = $state('');
  about = $state.raw<AboutView | null>(null);
  login = $state.raw<LoginView | null>(null);
  failure = $state<string | null>(null);
  readonly preferences: PreferencesState;
  readonly notifications: NotificationsState;
  readonly devices: DevicesState;
  readonly roles: RolesState;
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
    this.preferences = new PreferencesState(backend);
    this.notifications = new NotificationsState(backend);
    this.devices = new DevicesState(backend);
    this.roles = new RolesState(backend);
  }

  /** Opens a section, where one is meant at that setting. */
  async open(section: Section, setting: Setting | null = null): Promise<void> {
    this.section = section;
    this.pane = 'section';
    this.failure = null;
    await this.load();
    if (setting === null || !(await focusOn(`setting/${setting}`))) await focusOn('section');
  }

  /** What the open section shows, as the core has it. The queues are read by whoever has them. */
  async load(): Promise<void> {
    switch (this.section) {
      case 'notifications':
      case 'away':
      case 'language':
        return this.notifications.load();
      case 'keys':
        return this.devices.load();
      case 'roles':
        return this.roles.load();
      case 'computer':
        this.login = await this.#backend.loginStart();
        return;
      case 'about':
        this.about = await this.#backend.about();
        return;
      case 'queues':
      case 'appearance':
      case 'keyboard':
        return;
    }
  }

  /** Something changed at a queue. What a person is setting is never read over. */
  async refresh(): Promise<void> {
    if (this.section === 'keys') await this.devices.refresh();
  }

  /** Answers whether there was anything to leave. */
  back(): boolean {
    if (this.devices.leave()) return true;
    if (this.typed !== '') {
      this.typed = '';
      return true;
    }
    if (this.pane === 'list') return false;
    this.pane = 'list';
    void focusOn('sections');
    return true;
  }

  async startAtLogin(on: boolean): Promise<void> {
    await this.trying(async () => {
      this.login = await this.#backend.setLoginStart(on);
    });
  }

  /** Does it, or says why it was not done. */
  async trying(act: () => Promise<void>): Promise<void> {
    try {
      await act();
      this.failure = null;
    } catch (error) {
      this.failure = said(error);
      announcer.say(this.failure);
    }
  }
}
