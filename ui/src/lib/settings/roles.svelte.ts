// How dangerous roles are, from the table and by this person's own lines. It finds, shows and passes on; what counts is the
// core's.

import type { Backend, RoleLevel, RoleView } from '../backend/backend';
import { announcer } from '../shared/announcer.svelte';
import { t } from '../shared/language.svelte';
import { match } from '../shared/match';
import { said } from './notifications.svelte';

export type Which = 'all' | 'unknown' | 'mine';

/** More than a person reads through. */
const SHOWN = 60;

export class RolesState {
  all = $state.raw<RoleView[]>([]);
  typed = $state('');
  which = $state<Which>('all');
  /** The row that is being classified. */
  open = $state<string | null>(null);
  failure = $state<string | null>(null);
  readonly #backend: Backend;

  readonly found: RoleView[] = $derived(this.all.filter((role) => this.#isMeant(role)));
  readonly rows: RoleView[] = $derived(this.found.slice(0, SHOWN));
  readonly more: number = $derived(this.found.length - this.rows.length);

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async load(): Promise<void> {
    this.failure = null;
    this.all = (await this.#backend.roles()).roles;
  }

  turn(role: RoleView): void {
    this.open = this.open === idOf(role) ? null : idOf(role);
    this.failure = null;
  }

  /** Without a level, what this person said of it is taken back. */
  async say(role: RoleView, level: RoleLevel | null): Promise<void> {
    try {
      const { roles } = await this.#backend.classifyRole(role.system, role.role, level);
      const now = new Map(roles.map((one) => [idOf(one), one]));
      this.all = this.all.map((one) => now.get(idOf(one)) ?? one);
      this.failure = null;
      announcer.say(level === null ? t('classify-taken-back') : t('classify-done', { level }));
    } catch (error) {
      this.failure = said(error);
      announcer.say(this.failure);
    }
  }

  #isMeant(role: RoleView): boolean {
    if (this.which === 'unknown' && role.risk !== null) return false;
    if (this.which === 'mine' && role.classified_at === null) return false;
    const more = `${role.role} ${role.system_name} ${role.can ?? ''} ${role.risk?.word ?? ''}`;
    return match(role.name ?? role.role, this.typed, more) !== null;
  }
}

export function idOf(role: RoleView): string {
  return `${role.system}/${role.role}`;
}
