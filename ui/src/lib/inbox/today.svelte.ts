// What stands on an inbox that is empty: what was decided today, and when it is quiet or told next. The core counts; from the
// settings of what is told only the next time is picked out.

import type { Backend, Day, InsightsView, NotificationSettings } from '../backend/backend';
import { language, t } from '../shared/language.svelte';

const DAYS: readonly Day[] = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

export class TodayState {
  insights = $state.raw<InsightsView | null>(null);
  settings = $state.raw<NotificationSettings | null>(null);
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async load(): Promise<void> {
    [this.insights, this.settings] = await Promise.all([
      this.#backend.insights({ days: 1 }),
      this.#backend.notificationSettings(),
    ]);
  }

  get decided(): number {
    return this.insights?.volumes.reduce((sum, { decided }) => sum + decided, 0) ?? 0;
  }

  /** Empty where nothing was decided today. */
  get median(): string {
    return this.insights?.time_to_decide.median ?? '';
  }
}

/** `Quiet from 19:00 to 08:00, except critical. Next digest at 14:00.`: as far as today is concerned. */
export function tellsNext(settings: NotificationSettings, now: Date): string[] {
  const [day, time] = inZone(now, settings.quiet.zone);
  const { hours, critical } = settings.quiet;
  const quiet = hours.find(({ days }) => days.includes(day));
  const said: string[] = [];
  if (quiet && quiet.from !== quiet.to)
    said.push(t(critical ? 'empty-quiet-critical' : 'empty-quiet', { from: quiet.from, to: quiet.to }));
  const gathers = Object.values(settings.levels).includes('digest');
  const next = [...settings.digest.at].sort().find((at) => at > time) ?? [...settings.digest.at].sort()[0];
  const every = settings.digest.every_minutes;
  if (gathers && every !== null) said.push(t('empty-digest-every', { minutes: language.number(every) }));
  else if (gathers && next !== undefined) said.push(t('empty-digest', { time: next }));
  return said;
}

/** Day of the week and time of day, as the settings write them. */
function inZone(now: Date, zone: string | null): [Day, string] {
  const timeZone = zone ?? undefined;
  const part = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { ...options, ...(timeZone ? { timeZone } : {}) }).format(now);
  const day = DAYS.find((one) => one === part({ weekday: 'long' }).toLowerCase()) ?? 'monday';
  return [day, part({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })];
}
