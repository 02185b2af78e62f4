import { FluentBundle, FluentResource } from '@fluent/bundle';
import { expect, test } from 'vitest';
import { compare, read, types, unused } from '../../scripts/catalogue.js';
import { languages, tags } from '../../src/lib/shared/languages';

const files = import.meta.glob<string>('../../../locales/*/app.ftl', { query: '?raw', import: 'default', eager: true });
const textOf = (tag: string) => files[`../../../locales/${tag}/app.ftl`] ?? '';

const faults = (text: string, language = 'en') => read(text, language).faults;

/** What a translation differs in, from English of the same one message. */
function differs(english: string, other: string, language = 'de'): string[] {
  return compare(read(english, 'en').messages, read(other, language).messages);
}

test('every folder of the catalogue is a language that can be chosen', () => {
  expect(Object.keys(files).sort()).toEqual(tags.map((tag) => `../../../locales/${tag}/app.ftl`).sort());
});

test('every message of every language comes out whole', () => {
  for (const tag of tags) {
    const bundle = new FluentBundle(languages[tag].formats);
    expect(bundle.addResource(new FluentResource(textOf(tag)))).toEqual([]);
    const { messages } = read(textOf(tag), tag);
    expect(messages.size).toBeGreaterThan(100);
    for (const [id, { args }] of messages) {
      for (const count of [0, 1, 2, 3, 11, 100]) {
        const given = [...args].map(([name, kind]) => [name, kind.is === 'number' ? count : 'x']);
        const errors: Error[] = [];
        const pattern = bundle.getMessage(id)?.value ?? '';
        expect(bundle.formatPattern(pattern, Object.fromEntries(given), errors)).not.toBe('');
        expect(errors, `${tag}, ${id}`).toEqual([]);
      }
    }
  }
});

test('a message that is missing, of another kind or still in English is found', () => {
  expect(differs('a-b = One { $x }', '')).toEqual(['a-b is missing']);
  expect(differs('', 'a-b = Eins')).toEqual(['a-b is not in English']);
  expect(differs('a-b = One { $x }', 'a-b = Eins')).toEqual(['a-b takes nothing, in English $x: string']);
  expect(differs('a-b = One { $x }', 'a-b = Eins { $y }')).toHaveLength(1);
  const choice = (key: string) => `a-b = { $x ->\n    [one-thing] A\n   *[${key}] B\n}`;
  expect(differs(choice('two'), choice('three'))).toHaveLength(1);
  expect(differs('a-b = Open the log', 'a-b = Open the log')).toEqual(['a-b is still in English']);
  expect(differs('a-b = Open the log', 'a-b = Protokoll öffnen')).toEqual([]);
});

test('a plural form that the language has and the message lacks is found, and one that it does not have', () => {
  const count = (...forms: string[]) =>
    `a-b = { $count ->\n${forms.map((form) => `    [${form}] { $number } x`).join('\n')}\n   *[other] { $number } y\n}`;
  expect(faults(count('one'), 'ar').sort()).toHaveLength(4);
  expect(faults(count('zero', 'one', 'two', 'few', 'many'), 'ar')).toEqual([]);
  expect(faults(count('few'))).toHaveLength(2);
  expect(faults(count('one'), 'ja')).toHaveLength(1);
  expect(faults(count(), 'ja')).toEqual([]);
});

test('a bare number in a sentence is found, and what the two sides do not share', () => {
  expect(faults('a-b = { $count ->\n    [one] { $count } x\n   *[other] y\n}')).toEqual([
    'a-b: shows the bare number $count',
  ]);
  expect(faults('a-b = { NUMBER($x) }')).toHaveLength(1);
  expect(faults('-a = x')).toHaveLength(1);
  expect(faults('a-b = x\n    .title = y')).toHaveLength(1);
  expect(faults('a-b = x\na-b = y')).toEqual(['a-b stands twice']);
  expect(faults('a-b = { c-d }')).toEqual(['a-b quotes c-d, which is not there']);
  expect(faults('a-b = x {')).not.toEqual([]);
  expect(faults("a-b = it's")).toHaveLength(1);
});

test('what no source names is unused, unless a message that is used quotes it', () => {
  const { messages } = read('a-b = x\nc-d = { a-b } y\ne-f = z', 'en');
  expect(unused(messages, ["t('c-d')"])).toEqual(['e-f']);
});

test('the types say what each message takes, of what it quotes too', () => {
  const text = 'a-b = { $count ->\n    [one] x\n   *[other] { $number }\n}\nc-d = { a-b } { $y }\ne-f = z';
  const said = types(read(text, 'en').messages);
  expect(said).toContain("'a-b': { count: number; number: string };");
  expect(said).toMatch(/'c-d': \{[^}]*y: string[^}]*count: number[^}]*\}/);
  expect(said).toContain("'e-f': null;");
});
