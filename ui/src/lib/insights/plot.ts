// What the plots share: a value that the cursor can stand on, how bars are filled, and text in a picture.

import { language, t } from '../shared/language.svelte';

/** What the cursor says where it stands. */
export interface Point {
  label: string;
  said: string;
}

/** No two of one plot differ in hue alone: solid, grey, hollow and hatched are told apart without any. */
export type Fill = 'solid' | 'grey' | 'hollow' | 'hatched' | 'low' | 'medium' | 'high' | 'critical';

export type Mark = Fill | 'line' | 'dashed';

export interface Key {
  mark: Mark;
  label: string;
}

export interface Part {
  fill: Fill;
  value: number;
}

/** Which point is looked at, and how a part of the picture says that it is. */
export interface Cursor {
  at: number | null;
  point: (index: number | null) => void;
}

/** Fewer than so many say nothing of what is usual. */
const FEW = 5;

export function few(count: number): string | null {
  return count > 0 && count < FEW ? t('insights-few', { count, number: language.number(count) }) : null;
}

/** A share with its count: `17 % (34)`; the count alone where there is nothing to be a share of. */
export function shareOf(count: number, of: number): string {
  const number = language.number(count);
  return of === 0 ? number : t('insights-share', { share: language.percent((count / of) * 100), number });
}

/** A share alone: in percent, or as it was counted where it is of few. */
export function percentOf(count: number, of: number): string | null {
  if (of === 0) return null;
  if (of >= FEW) return language.percent((count / of) * 100);
  return t('insights-of', { part: language.number(count), total: language.number(of) });
}

/** Text from the core in a picture, whose order must not depend on what stands beside it. */
export function isolated(text: string): string {
  return `\u2068${text}\u2069`;
}

/** A stretch of time with room for little. */
export function shortTime(seconds: number): string {
  if (seconds < 60) return t('time-seconds', { seconds: language.number(seconds) });
  if (seconds < 3600) return t('time-minutes', { minutes: language.number(seconds / 60) });
  if (seconds < 86_400) return t('time-hours', { hours: language.number(seconds / 3600) });
  return t('time-days', { days: language.number(seconds / 86_400) });
}
