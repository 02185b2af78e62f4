import { expect, test } from 'vitest';
import { text } from '../../src/lib/backend/fixtures/text';
import { runs, type Run } from '../../src/lib/sheet/difference';

const marked = (all: Run[]) =>
  all.map((run) => {
    const words = run.pieces.map((piece) => piece.text).join('');
    return run.changed ? `[${words}]` : words;
  });

test('only the words that differ are marked, without the space after them', () => {
  const [before, now] = runs(
    text('Restore one mailbox before 18:00.'),
    text('Restore the finance mailboxes before the auditors come at 18:00.'),
  );
  expect(marked(before).join('')).toBe('Restore [one mailbox] before 18:00.');
  expect(marked(now).join('')).toBe('Restore [the finance mailboxes] before [the auditors come at] 18:00.');
});

test('a short line is marked as a whole', () => {
  const [before, now] = runs(text('Exchange Administrator'), text('Global Administrator'));
  expect(marked(before)).toEqual(['[Exchange Administrator]']);
  expect(marked(now)).toEqual(['[Global Administrator]']);
});

test('no character is lost, even where the line is too long to compare', () => {
  const long = 'a  b '.repeat(300);
  const [, now] = runs(text('a b'), text(long));
  expect(now.flatMap((run) => run.pieces.map((piece) => piece.text)).join('')).toBe(long);
});

test('an odd piece is never taken for the plain one that looks like it', () => {
  const [, now] = runs(text('one two three four a six'), {
    pieces: [
      { text: 'one two three four ', odd: null },
      { text: 'a', odd: 'Cyrillic small letter a, U+0430' },
      { text: ' six', odd: null },
    ],
  });
  expect(marked(now).join('')).toContain('[a');
});
