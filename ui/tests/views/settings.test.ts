import { afterEach, expect, test, vi } from 'vitest';
import { refusal, type Given } from '../../src/lib/backend/fixtures';
import { notificationSettings, preferences } from '../../src/lib/backend/fixtures/settings';
import type { Section } from '../../src/lib/settings/sections';
import { keys } from '../../src/lib/shared/keys.svelte';
import { language } from '../../src/lib/shared/language.svelte';
import { look } from '../../src/lib/shared/look.svelte';
import { activate, find, get, press, settle, show, write, type Shown } from '../app';

afterEach(async () => {
  keys.take({}, true);
  await language.choose('en');
  look.theme = 'system';
  look.compact = look.contrast = look.motion = false;
});

async function at(section: Section, given: Partial<Given> = {}): Promise<Shown> {
  const shown = await show(given);
  await press(',', { ctrlKey: true });
  await activate(`section-${section}`);
  return shown;
}

async function change(name: string, value?: string): Promise<void> {
  const field = get(name) as HTMLInputElement;
  if (value !== undefined) field.value = value;
  else field.checked = field.type === 'radio' ? true : !field.checked;
  field.dispatchEvent(new Event('change', { bubbles: true }));
  // The words of another language are fetched.
  await vi.dynamicImportSettled();
  await settle();
}

const root = () => document.documentElement.dataset;

test('a setting is found by its words, and opened with the focus on it', async () => {
  await show();
  await press(',', { ctrlKey: true });
  await write('settings-search', 'dark');
  expect(get('found-theme')).toHaveTextContent('Light or dark');
  get('settings-search').focus();
  await press('Enter');
  expect(get('section')).toHaveAttribute('data-section', 'appearance');
  expect(document.activeElement).toBe(get('theme-system'));
  await write('settings-search', 'animation');
  expect(get('found-motion')).toBeInTheDocument();
  await write('settings-search', 'teleport');
  expect(get('settings-none')).toBeInTheDocument();
  expect(find('section-queues')).toBeNull();
});

test('how the window looks takes effect at once and is kept', async () => {
  const { backend } = await at('appearance');
  await activate('theme-dark');
  await activate('density-compact');
  await change('set-contrast');
  await change('set-motion');
  expect({ ...root() }).toMatchObject({ theme: 'dark', density: 'compact', contrast: 'more', motion: 'less' });
  await activate('text-size-150');
  expect(backend.given.preferences).toMatchObject({
    theme: 'dark',
    density: 'compact',
    more_contrast: true,
    less_motion: true,
    text_size: 150,
  });
  await activate('theme-system');
  expect(root()['theme']).toBeUndefined();
});

test('what cannot be kept is taken back, and why is said', async () => {
  const { backend } = await at('appearance');
  backend.refuse = { call: 'setPreferences', refusal: refusal('profile', 'The profile cannot be written.') };
  await activate('theme-dark');
  expect(get('settings-failure')).toHaveTextContent('The profile cannot be written.');
  expect(root()['theme']).toBeUndefined();
  expect(get('theme-system')).toHaveAttribute('aria-pressed', 'true');
});

test('another language is spoken at once, and the direction follows', async () => {
  const { backend } = await at('language');
  await change('language-de');
  expect(get('section')).toHaveTextContent('Sprache und Region');
  expect(document.documentElement.lang).toBe('de');
  expect(backend.given.preferences.language).toBe('de');
  await change('language-system');
  expect(document.documentElement.lang).toBe('en');
});

test('what was set before holds from the start', async () => {
  await show({ preferences: { ...preferences, theme: 'light', language: 'de', single_keys: false } });
  await vi.dynamicImportSettled();
  await settle();
  expect(root()['theme']).toBe('light');
  expect(get('nav-settings')).toHaveTextContent('Einstellungen');
  expect(await press('?', { shiftKey: true })).toBe(false);
});

test('what is told how is set level by level, and the preview follows', async () => {
  const { backend } = await at('notifications');
  expect(get('preview-at-once')).toHaveTextContent('High risk. 4 h in Contoso.');
  await change('way-high-digest');
  expect(backend.given.notificationSettings.levels).toMatchObject({ high: 'digest', critical: 'at-once' });
  expect(get('preview-at-once')).toHaveTextContent('Critical risk.');
  await change('set-hide');
  expect(get('preview-at-once')).not.toHaveTextContent('Dana');
  for (const level of ['critical', 'high', 'medium', 'low']) await change(`way-${level}-never`);
  expect(get('preview-none')).toBeInTheDocument();
});

test('settings that the core refuses change nothing, and why is said', async () => {
  const { backend } = await at('notifications');
  backend.refuse = { call: 'setNotificationSettings', refusal: refusal('profile', 'The profile cannot be written.') };
  await change('way-high-never');
  expect(get('notifications-failure')).toHaveTextContent('The profile cannot be written.');
  expect(get('way-high-at-once')).toBeChecked();
});

test('a time of day that is none sets nothing and stays as it was typed', async () => {
  const { backend } = await at('notifications');
  await change('quiet-monday-from', '25:00');
  expect(get('quiet-wrong')).toHaveTextContent(/“\S*25:00\S*” is no time of day/);
  expect(get('quiet-monday-from')).toHaveValue('25:00');
  await change('digest-at', '9 noon');
  expect(get('digest-line')).toHaveTextContent(/“\S*noon\S*” is no time of day/);
  expect(backend.given.notificationSettings).toEqual(notificationSettings);
  await change('quiet-monday-from', '20');
  expect(backend.given.notificationSettings.quiet.hours).toContainEqual({
    days: ['monday'],
    from: '20:00',
    to: '08:00',
  });
  await change('digest-at', '14:00, 9');
  expect(backend.given.notificationSettings.digest.at).toEqual(['09:00', '14:00']);
});

test('quiet hours are added, taken away and copied to every day', async () => {
  const { backend } = await at('notifications');
  const hours = () => backend.given.notificationSettings.quiet.hours;
  await activate('quiet-monday-remove');
  expect(hours().some(({ days }) => days.includes('monday'))).toBe(false);
  await activate('quiet-friday-copy');
  expect(hours()).toEqual([expect.objectContaining({ from: '17:00', to: '00:00' })]);
  expect(hours()[0]?.days).toHaveLength(7);
});

test('one can be sent, and a refusal says why it was not', async () => {
  const { backend } = await at('notifications');
  await activate('send-example');
  expect(get('example-sent')).toBeInTheDocument();
  backend.refuse = { call: 'sendExample', refusal: refusal('no-notifications', 'Nobody shows them here.') };
  await activate('send-example');
  expect(get('notifications-failure')).toHaveTextContent('Nobody shows them here.');
});

test('whoever goes away says until when, and is back with one press', async () => {
  const { backend } = await at('away');
  await write('away-day', '2020-01-01');
  get('away-go').closest('form')?.requestSubmit();
  await settle();
  expect(get('away-line')).toHaveTextContent('Choose a day and a time to come');
  await write('away-day', '2026-12-01');
  get('away-go').closest('form')?.requestSubmit();
  await settle();
  const until = backend.given.notificationSettings.away_until;
  expect(new Date(until ?? '').getTime()).toBe(new Date(2026, 11, 1, 8).getTime());
  expect(get('away')).toHaveTextContent('Away until');
  await activate('away-back');
  expect(backend.given.notificationSettings.away_until).toBeNull();
  await activate('pause-open');
  expect(backend.given.notificationSettings.paused).toBe(true);
  await activate('pause-over');
  expect(backend.given.notificationSettings).toMatchObject({ paused: false, paused_until: null });
});

test('a device is revoked only after one more question, which the focus does not answer', async () => {
  const { backend } = await at('keys');
  expect(backend.called).toContain('devicesSeen');
  const row = () => document.querySelector('[data-testid="device"][data-id="d-new"]');
  row()?.querySelector<HTMLElement>('[data-testid="device-revoke"]')?.click();
  await settle();
  expect(document.activeElement).toBe(get('ask-leave'));
  await press('Escape');
  expect(find('ask')).toBeNull();
  expect(backend.called).not.toContain('revokeDevice');
  row()?.querySelector<HTMLElement>('[data-testid="device-revoke"]')?.click();
  await settle();
  await activate('ask-act');
  expect(get('devices-told')).toHaveTextContent('is revoked');
  expect(row()).toHaveTextContent(/revoked \S*16:44/);
});

test('a device is admitted by what it shows, and by nothing else', async () => {
  await at('keys');
  const submit = async () => {
    get('admit-fingerprint')
      .closest('form')
      ?.dispatchEvent(new SubmitEvent('submit', { bubbles: true, cancelable: true }));
    await settle();
  };
  await write('admit-fingerprint', '0000');
  await submit();
  expect(get('devices-failure')).toHaveTextContent('No device with this fingerprint');
  expect(get('admit-fingerprint')).toHaveValue('0000');
  await write('admit-fingerprint', '0A71 3c5e66d9b2f81407e3aa95cd2b60');
  await submit();
  expect(get('devices-told')).toHaveTextContent(/noor-travel\S* is admitted/);
});

test('a role is classified, and that is taken back', async () => {
  const { backend } = await at('roles');
  await write('roles-search', 'secret');
  expect(get('roles-none')).toBeInTheDocument();
  await write('roles-search', 'deployer');
  await activate('role-open');
  await activate('role-low');
  expect(get('role')).toHaveTextContent('Low');
  expect(get('role')).toHaveTextContent('you, on 17 November 2026');
  await activate('role-forget');
  expect(get('role')).toHaveTextContent('Nobody; counts as high');
  backend.refuse = { call: 'classifyRole', refusal: refusal('profile', 'The profile cannot be written.') };
  await activate('role-high');
  expect(get('roles-failure')).toHaveTextContent('The profile cannot be written.');
});

test('a key is changed by pressing it, refused where it stands for something else, and given back', async () => {
  const { backend } = await at('keyboard');
  get('change-grant').focus();
  await activate('change-grant');
  await press('d', { code: 'KeyD' });
  expect(get('key-refused')).toHaveTextContent(/D\S* already stands for “\S*Deny/);
  await press('y', { code: 'KeyY' });
  expect(get('key-grant')).toHaveTextContent('Y');
  expect(backend.given.preferences.keys).toEqual({ grant: [{ key: 'y', code: 'KeyY', mod: false, shift: false }] });
  await press('1', { ctrlKey: true });
  expect(get('grant')).toHaveTextContent('Y');
  await press('?', { shiftKey: true });
  expect(get('shortcut-sheet')).toHaveTextContent(/Grant\s*hold\s*Y/);
  await activate('change-keys');
  expect(get('section')).toHaveAttribute('data-section', 'keyboard');
  await activate('off-deny');
  expect(get('key-deny')).toHaveTextContent('none');
  await activate('reset-grant');
  expect(get('key-grant')).toHaveTextContent('G');
  await activate('reset-all');
  expect(backend.given.preferences.keys).toEqual({});
});

test('while a key is awaited Escape leaves it as it was', async () => {
  const { backend } = await at('keyboard');
  get('change-deny').focus();
  await activate('change-deny');
  await press('Escape');
  expect(get('change-deny')).toHaveTextContent('Change');
  expect(get('section')).toHaveAttribute('data-section', 'keyboard');
  expect(backend.given.preferences.keys).toEqual({});
});

test('starting at login is off until it is asked for, and says where it cannot be', async () => {
  const { backend } = await at('computer');
  expect(get('set-login')).not.toBeChecked();
  await change('set-login');
  expect(backend.given.login.on).toBe(true);
  await change('set-close');
  expect(backend.given.preferences.close_to_tray).toBe(false);
});

test('where no tray shows the app, closing is said to quit it', async () => {
  await at('computer', { login: { on: false, why_not: 'This start uses a profile of its own.', tray: false } });
  expect(get('set-login')).toBeDisabled();
  expect(get('setting-login')).toHaveTextContent('This start uses a profile of its own.');
  expect(get('set-close')).toBeDisabled();
  expect(get('setting-close')).toHaveTextContent('closing the window quits it');
});

test('the page says which program this is, where it keeps what, and what it checks', async () => {
  await at('about');
  expect(get('about-version')).toHaveTextContent('0.1.0');
  expect(get('section')).toHaveTextContent('/home/noor/.local/share/doorward');
  expect(get('section')).toHaveTextContent('Contoso');
});

test('the example leads to the settings of notifications', async () => {
  const { backend } = await show();
  backend.navigate({ page: 'settings', id: null, deny: false });
  await settle();
  expect(get('section')).toHaveAttribute('data-section', 'notifications');
});

test('F6 goes round side, sections and section, and no single key acts in a field', async () => {
  await at('notifications');
  get('settings-search').focus();
  expect(await press('g')).toBe(false);
  get('nav-inbox').focus();
  await press('F6');
  expect(document.activeElement).toHaveAttribute('data-focus', 'sections');
  await press('F6');
  expect(document.activeElement).toBe(get('section'));
  await press('F6');
  expect(document.activeElement).toHaveAttribute('data-focus', 'side');
});
