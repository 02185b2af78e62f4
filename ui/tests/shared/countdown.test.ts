import { expect, test } from 'vitest';

import { secondsLeft, shareLeft, timeLeft, timeLeftOrClock } from '../../src/lib/shared/countdown';
import { said } from '../said';

test('seconds count below ten minutes, minutes below an hour', () => {
  expect(timeLeft(462)).toBe('7:42');
  expect(timeLeft(599)).toBe('9:59');
  expect(timeLeft(600)).toBe(said`${'10'} min`);
  expect(timeLeft(3599)).toBe(said`${'59'} min`);
  expect(timeLeft(3 * 3600 + 5 * 60 + 59)).toBe(said`${'3'} h ${'05'} min`);
});

test('a started second is still left, and nothing is less than nothing', () => {
  expect(secondsLeft(10_001, 10_000)).toBe(1);
  expect(secondsLeft(10_000, 10_000)).toBe(0);
  expect(secondsLeft(9_000, 10_000)).toBe(0);
  expect(secondsLeft(null, 10_000)).toBe(0);
});

test('a row far from its end shows the time of day', () => {
  expect(timeLeftOrClock(3599, '17:52')).toBe(said`${'59'} min`);
  expect(timeLeftOrClock(3600, '17:52')).toBe('17:52');
});

test('the share left stays between nothing and all', () => {
  expect(shareLeft(0, 100, 25)).toBe(0.75);
  expect(shareLeft(0, 100, -5)).toBe(1);
  expect(shareLeft(0, 100, 500)).toBe(0);
  expect(shareLeft(100, 100, 100)).toBe(0);
  expect(shareLeft(null, 100, 0)).toBe(0);
});
