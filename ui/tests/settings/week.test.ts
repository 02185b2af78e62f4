import { expect, test } from 'vitest';
import { clockTime, days, isWholeDay, spansOf, stretches, usual, withSpans } from '../../src/lib/settings/week';

test('a night belongs to the day on which it begins, and is drawn on both', () => {
  const night = [{ days: ['monday' as const], from: '18:00', to: '06:00' }];
  expect(spansOf(night, 'tuesday')).toEqual([]);
  expect(stretches(night, 'monday')).toEqual([{ from: 75, to: 100 }]);
  expect(stretches(night, 'tuesday')).toEqual([{ from: 0, to: 25 }]);
});

test('the night before Monday is Sunday’s', () => {
  expect(stretches([{ days: ['sunday'], from: '22:00', to: '06:00' }], 'monday')).toEqual([{ from: 0, to: 25 }]);
});

test('from midnight to midnight is the whole day and nothing of the next', () => {
  expect(stretches(usual, 'saturday')).toEqual([
    { from: 0, to: (8 / 24) * 100 },
    { from: 0, to: 100 },
  ]);
  expect(stretches(usual, 'monday').map(({ to }) => to)).toEqual([100]);
  expect(spansOf(usual, 'sunday').every(isWholeDay)).toBe(true);
});

test('one day is changed and the others keep theirs', () => {
  const changed = withSpans(usual, ['friday'], [{ from: '17:00', to: '08:00' }]);
  expect(spansOf(changed, 'friday')).toEqual([{ from: '17:00', to: '08:00' }]);
  expect(spansOf(changed, 'thursday')).toEqual([{ from: '19:00', to: '08:00' }]);
  expect(spansOf(withSpans(changed, days, []), 'sunday')).toEqual([]);
});

test('a time of day is understood or refused', () => {
  expect(['7', '07:05', ' 23:59 '].map(clockTime)).toEqual(['07:00', '07:05', '23:59']);
  expect(['24:00', '7:5', 'seven', '', '12:60'].map(clockTime)).toEqual([null, null, null, null, null]);
});
