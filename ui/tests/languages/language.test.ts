import { flushSync } from 'svelte';
import { afterEach, expect, test, vi } from 'vitest';
import { Fixtures } from '../../src/lib/backend/fixtures';
import { preferences } from '../../src/lib/backend/fixtures/settings';
import { timeLeft } from '../../src/lib/shared/countdown';
import { counted, language, t } from '../../src/lib/shared/language.svelte';
import { tags } from '../../src/lib/shared/languages';
import { Desk } from '../../src/views/desk.svelte';
import { find, get, settle, show } from '../app';
import { said } from '../said';

function speaks(...wanted: string[]) {
  vi.spyOn(navigator, 'languages', 'get').mockReturnValue(wanted);
}

let stop: (() => void) | undefined;

afterEach(async () => {
  stop?.();
  stop = undefined;
  await language.choose('en');
});

test('another language is on the screen at once, and its direction with it', async () => {
  await show();
  expect(get('nav-log')).toHaveTextContent('Log');
  await language.choose('ar');
  await settle();
  expect(get('nav-log')).toHaveTextContent('السجل');
  expect(document.documentElement).toHaveAttribute('lang', 'ar');
  expect(document.documentElement).toHaveAttribute('dir', 'rtl');
  await language.choose('de');
  await settle();
  expect(get('nav-log')).toHaveTextContent('Protokoll');
  expect(document.documentElement).toHaveAttribute('dir', 'ltr');
  expect(document.title).toBe('Eingang (9) · Doorward');
});

test('what stood on the screen before is said anew too', async () => {
  const { desk } = await show();
  desk.shortcuts = true;
  await settle();
  expect(get('shortcut-sheet')).toHaveTextContent('Pane to pane');
  await language.choose('de');
  await settle();
  expect(get('shortcut-sheet')).toHaveTextContent('Von Bereich zu Bereich');
  expect(find('shortcut-sheet')).not.toHaveTextContent('Pane to pane');
});

test('the system’s language is the one that comes nearest, and English where none does', async () => {
  for (const [wanted, spoken] of [
    [['de-AT', 'en'], 'de'],
    [['sw', 'fr-CA', 'de'], 'fr'],
    [['pt-PT'], 'pt-BR'],
    [['pt'], 'pt-BR'],
    [['iw-IL'], 'he'],
    [['ar-MA'], 'ar'],
    [['sw', 'not a tag'], 'en'],
    [[], 'en'],
  ] as const) {
    speaks(...wanted);
    await language.choose('system');
    expect(language.tag).toBe(spoken);
  }
});

test('the system is followed until something is chosen', async () => {
  speaks('fr');
  await language.choose('system');
  stop = language.follow();
  expect([language.choice, language.tag]).toEqual(['system', 'fr']);
  speaks('ja');
  window.dispatchEvent(new Event('languagechange'));
  await vi.waitFor(() => {
    expect(language.tag).toBe('ja');
  });
  await language.choose('es');
  speaks('de');
  window.dispatchEvent(new Event('languagechange'));
  await settled();
  expect([language.choice, language.tag]).toEqual(['es', 'es']);
});

test('the window opens in the language that is kept, and as the system where that is none of ours', async () => {
  speaks('de');
  for (const [kept, spoken] of [
    ['es', ['es', 'es']],
    ['tlh', ['system', 'de']],
    [null, ['system', 'de']],
  ] as const) {
    const desk = new Desk(new Fixtures({ preferences: { ...preferences, language: kept } }));
    await desk.settings.preferences.load();
    expect([language.choice, language.tag]).toEqual(spoken);
  }
});

test('of two choices the later one holds, whichever is read first', async () => {
  await Promise.all([language.choose('he'), language.choose('en')]);
  expect(language.tag).toBe('en');
});

test('numbers are written in the language’s own digits, whatever the country', async () => {
  await language.choose('ar');
  expect(language.number(1234)).toBe('١٬٢٣٤');
  expect(timeLeft(462)).toBe('٧:٤٢');
  await language.choose('he');
  expect(language.number(1234)).toBe('1,234');
  await language.choose('de');
  expect([language.number(1234), language.tenths(0.25), language.twoDigits(5)]).toEqual(['1.234', '0,3', '05']);
});

test('a count takes the form that the language has for it', async () => {
  await language.choose('ar');
  const forms = new Set([0, 1, 2, 3, 11, 100].map((count) => t('inbox-live-grants', counted(count))));
  expect(forms.size).toBe(6);
});

test('what is put into a sentence keeps its direction to itself', async () => {
  await language.choose('en');
  expect(t('connect-done', { name: 'תור' })).toBe(said`${'תור'} is connected.`);
});

test('the languages in disguise are longer and marked, or mirrored, and never chosen', async () => {
  await language.choose('en');
  const plain = t('decide-send-now');
  await language.show('en-XA');
  expect(t('decide-send-now').length).toBeGreaterThan(plain.length);
  expect(t('decide-send-now')).toBe('Šééñð ñööŵ');
  await language.show('ar-XB');
  flushSync();
  expect(language.dir).toBe('rtl');
  expect(t('decide-send-now')).toBe('\u202eSend\u202c \u202enow\u202c');
  expect(tags).not.toContain('ar-XB');
});

function settled(): Promise<void> {
  return new Promise((done) => setTimeout(done, 0));
}
