// How much time is left, in the few characters a row has. Instants come from the core as milliseconds; the words around
// them are the core's.

import { language, t } from './language.svelte';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** From here on seconds count. */
const SOON = 10 * MINUTE;

export function secondsLeft(until: number | null, now: number): number {
  return until === null ? 0 : Math.max(0, Math.ceil((until - now) / 1000));
}

/** `7:42`, `14 min`, `3 h 05 min`. */
export function timeLeft(seconds: number): string {
  if (seconds < SOON) return `${language.number(Math.floor(seconds / MINUTE))}:${language.twoDigits(seconds % MINUTE)}`;
  if (seconds < HOUR) return t('time-minutes', { minutes: language.number(Math.floor(seconds / MINUTE)) });
  const minutes = language.twoDigits(Math.floor((seconds % HOUR) / MINUTE));
  return t('time-hours-minutes', { hours: language.number(Math.floor(seconds / HOUR)), minutes });
}

export function isSoon(seconds: number): boolean {
  return seconds < SOON;
}

/** A row has room for one: the time left below an hour, then the time of day. */
export function timeLeftOrClock(seconds: number, clockTime: string): string {
  return seconds < HOUR ? timeLeft(seconds) : clockTime;
}

/** The share of a stretch of time that is still to come, 0 to 1. */
export function shareLeft(from: number | null, to: number | null, now: number): number {
  if (from === null || to === null || to <= from) return 0;
  return Math.min(1, Math.max(0, (to - now) / (to - from)));
}
