// Quiet hours day by day. Each span belongs to the day on which it begins, and may go on into the next.

import type { Day, QuietHours } from '../backend/backend';

export const days: readonly Day[] = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

const DAY = 24 * 60;

export interface Span {
  from: string;
  to: string;
}

/** What begins on each day, earliest first. */
export function spansOf(hours: readonly QuietHours[], day: Day): Span[] {
  return hours
    .filter((one) => one.days.includes(day))
    .map(({ from, to }) => ({ from, to }))
    .sort((one, other) => minutes(one.from) - minutes(other.from));
}

export function withSpans(hours: readonly QuietHours[], changed: readonly Day[], spans: readonly Span[]): QuietHours[] {
  const others = hours
    .map((one) => ({ ...one, days: one.days.filter((day) => !changed.includes(day)) }))
    .filter((one) => one.days.length > 0);
  return [...others, ...spans.map((span) => ({ days: [...changed], ...span }))];
}

/** The silent stretches of a day in hundredths of it, those that began the day before among them. */
export function stretches(hours: readonly QuietHours[], day: Day): { from: number; to: number }[] {
  const before = days[(days.indexOf(day) + days.length - 1) % days.length] ?? day;
  const since = spansOf(hours, before)
    .filter(({ from, to }) => minutes(to) <= minutes(from))
    .map(({ to }) => [0, minutes(to)] as const);
  const from = spansOf(hours, day).map((span) => {
    const [start, end] = [minutes(span.from), minutes(span.to)];
    return [start, end > start ? end : DAY] as const;
  });
  return [...since, ...from]
    .filter(([start, end]) => end > start)
    .map(([start, end]) => ({ from: (start / DAY) * 100, to: (end / DAY) * 100 }));
}

export function isWholeDay({ from, to }: Span): boolean {
  return minutes(from) === 0 && minutes(to) === 0;
}

/** Nights, and the whole weekend. */
export const usual: readonly QuietHours[] = [
  { days: days.slice(0, 5), from: '19:00', to: '08:00' },
  { days: days.slice(5), from: '00:00', to: '00:00' },
];

/** A time of day as the core reads it; none where it is not one. */
export function clockTime(typed: string): string | null {
  const [, hours, rest] = /^\s*(\d{1,2})(?::(\d{2}))?\s*$/.exec(typed) ?? [];
  if (hours === undefined || Number(hours) > 23 || Number(rest ?? 0) > 59) return null;
  return `${hours.padStart(2, '0')}:${rest ?? '00'}`;
}

function minutes(time: string): number {
  const [hours, rest] = time.split(':');
  return Number(hours) * 60 + Number(rest);
}
