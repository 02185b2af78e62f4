import { expect, test } from 'vitest';
import { match } from '../../src/lib/shared/match';

const hits = (name: string, typed: string, more = '') =>
  match(name, typed, more)
    ?.filter((piece) => piece.hit)
    .map((piece) => piece.text);

test('each typed word begins a word of the name, and is marked there', () => {
  expect(hits('Live grants, shortest time left', 'sh')).toEqual(['sh']);
  expect(hits('Size of text', 'te si')).toEqual(['Si', 'te']);
  expect(match('Size of text', 'ize')).toBeNull();
  expect(match('Size of text', 'size colour')).toBeNull();
});

test('nothing typed means everything, and nothing is marked', () => {
  expect(match('Density', '  ')).toEqual([{ text: 'Density', hit: false }]);
});

test('marks on letters and their case make no difference, and the name keeps its own', () => {
  expect(hits('Größe der Schrift', 'grosse')).toBeUndefined();
  expect(hits('Über', 'uber')).toEqual(['Über']);
  expect(hits('Lucía Ferrer', 'LUCIA')).toEqual(['Lucía']);
});

test('other words find it without a mark', () => {
  expect(hits('Light or dark', 'night', 'night mode')).toEqual([]);
});

test('a script without spaces is found from within', () => {
  expect(hits('表示の設定', '設定')).toEqual(['設定']);
});
