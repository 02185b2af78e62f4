import { expect, test } from 'vitest';
import { refusal } from '../../src/lib/backend/fixtures';
import { noGrants } from '../../src/lib/backend/fixtures/grants';
import { status } from '../../src/lib/backend/fixtures/inbox';
import { brokenLog, emptyLog, log, logRows } from '../../src/lib/backend/fixtures/log';
import { dana, panels } from '../../src/lib/backend/fixtures/sheets';
import { activate, find, get, press, settle, show, write } from '../app';
import { said } from '../said';

const banner = (kind: 'log-broken' | 'no-keyring' | 'queue-off' | 'no-notifications') => ({
  ...status,
  banners: [{ kind, strong: 'Something is so.', text: 'This follows.', next_try: (status.now ?? 0) + 20_000 }],
});

test('Mod and a number go from page to page, and the window says which', async () => {
  await show();
  await press('2', { ctrlKey: true });
  expect(get('grants-summary')).toHaveTextContent('6 people have extra access');
  expect(document.title).toBe('Live grants (9) · Doorward');
  await press('3', { ctrlKey: true });
  expect(get('log-title')).toHaveTextContent('Verified, 3 entries not yet witnessed');
  await press('1', { ctrlKey: true });
  expect(get('sheet')).toBeInTheDocument();
});

test('a live grant counts down', async () => {
  await show();
  await activate('nav-grants');
  const left = document.querySelector('[data-id="g1"] [data-testid="grant-left"]');
  expect(left).toHaveTextContent('2:53');
  await settle(3000);
  expect(left).toHaveTextContent('2:50');
});

test('R asks once before it revokes, with a reason if one likes', async () => {
  const { backend } = await show();
  await activate('nav-grants');
  await press('j');
  await press('r');
  expect(document.activeElement).toBe(get('revoke-reason'));
  expect(backend.revoked).toEqual([]);
  await write('revoke-reason', 'Left the project');
  await press('Enter');
  expect(backend.revoked).toEqual([{ id: 'g1', reason: 'Left the project' }]);
  expect(get('announcer')).toHaveTextContent('Revocation is on its way.');
});

test('Esc revokes nothing', async () => {
  const { backend } = await show();
  await activate('nav-grants');
  await press('j');
  await press('r');
  await press('Escape');
  expect(find('revoke-reason')).toBeNull();
  expect(backend.revoked).toEqual([]);
});

test('a grant that cannot be revoked offers no button and says why', async () => {
  const { desk } = await show();
  await activate('nav-grants');
  const row = document.querySelector('[data-id="g7"]');
  expect(row?.querySelector('[data-testid="revoke"]')).toBeNull();
  expect(row).toHaveTextContent('revocation sent, reading again');
  desk.grants.selected = 'g7';
  await press('r');
  expect(find('revoke-reason')).toBeNull();
});

test('no grants is said calmly', async () => {
  await show({ grants: noGrants });
  await activate('nav-grants');
  expect(get('empty')).toHaveTextContent('No one holds extra access right now.');
});

test('the log is verified on demand', async () => {
  const { backend } = await show();
  await activate('nav-log');
  const before = backend.called.filter((call) => call === 'verifyLog').length;
  await activate('verify');
  expect(backend.called.filter((call) => call === 'verifyLog').length).toBe(before + 1);
});

test('opening the log verifies it anew, and what was known stays in sight meanwhile', async () => {
  const { backend, desk } = await show();
  await activate('nav-log');
  expect(backend.called).toContain('verifyLog');
  await activate('nav-inbox');
  backend.verifyLog = () => new Promise(() => undefined);
  await activate('nav-log');
  expect(desk.log.verifying).toBe(true);
  expect(get('verify')).toHaveTextContent('Verifying');
  expect(get('log-title')).toHaveTextContent('Verified, 3 entries not yet witnessed');
  await desk.log.export.write('contoso', 'json');
  await settle();
  expect(get('export-path')).toBeInTheDocument();
});

test('what was shown is named once, and opened on demand', async () => {
  await show();
  await activate('nav-log');
  const detail = get('log-detail');
  expect(detail.textContent.match(/Shown/g)).toHaveLength(1);
  expect(get('log-shown')).toHaveTextContent('4 lines, Berlin time');
  expect(detail).not.toHaveTextContent('45 min, asked 1 h');
  await activate('log-shown');
  expect(detail).toHaveTextContent('45 min, asked 1 h');
});

test('an export that fails says so', async () => {
  const { backend } = await show();
  await activate('nav-log');
  backend.refuse = { call: 'exportLog', refusal: refusal('io', 'The disk is full. Nothing was written.') };
  await activate('export');
  get('export-go').click();
  await settle();
  expect(get('export-error')).toHaveAttribute('role', 'alert');
  expect(get('export-error')).toHaveTextContent('The disk is full.');
  expect(find('export-path')).toBeNull();
});

test('a broken log is an alert and asks for evidence', async () => {
  await show({ log: brokenLog });
  await activate('nav-log');
  expect(get('log-state')).toHaveAttribute('role', 'alert');
  expect(get('log-title')).toHaveTextContent('Broken at entry 8,112');
  expect(get('export')).toHaveTextContent('Export evidence');
});

test('an empty log is said calmly', async () => {
  await show({ log: emptyLog });
  await activate('nav-log');
  expect(get('empty')).toHaveTextContent('Nothing is in the log yet.');
});

test('a new entry keeps the chosen decision chosen', async () => {
  const { backend, desk } = await show();
  await activate('nav-log');
  await press('j');
  const chosen = desk.log.selected;
  const newest = { ...logRows[0]!, entry: 12_409, verb: 'Denied' };
  backend.change({ log: { ...log, count: logRows.length + 1, rows: [newest, ...logRows] } });
  await settle();
  expect(desk.log.selected).toBe(chosen);
  expect(get('log-row-2')).toHaveAttribute('aria-selected', 'true');
});

test('a long log is read page by page as it is looked at', async () => {
  const rows = Array.from({ length: 1000 }, (_, place) => ({ ...logRows[2]!, entry: 5000 - place }));
  const { backend } = await show({ log: { ...log, count: rows.length, rows } });
  await activate('nav-log');
  const before = backend.called.filter((call) => call === 'log').length;
  await press('End');
  await settle();
  expect(backend.called.filter((call) => call === 'log').length).toBeGreaterThan(before);
  expect(get('log-row-999')).toHaveAttribute('aria-selected', 'true');
});

test('banners have no way to be dismissed and lead on', async () => {
  const { backend } = await show({ status: banner('queue-off') });
  expect(get('banner-queue-off')).toHaveTextContent(said`next try in ${'20'} s`);
  expect(get('banner-queue-off').querySelectorAll('button')).toHaveLength(1);
  await activate('banner-act-queue-off');
  expect(backend.called).toContain('retryQueue');
});

test('without a keyring everything is read, nothing is decided, and unlocking brings it back', async () => {
  const { backend } = await show({
    status: banner('no-keyring'),
    sheets: [{ ...dana, panel: panels.locked }],
  });
  expect(get('sentence')).toHaveTextContent('Dana Peres');
  expect(find('grant')).toBeNull();
  expect(get('deny')).toHaveAttribute('aria-disabled', 'true');
  await press('d');
  await press('g');
  await settle(3000);
  expect(backend.decided).toEqual([]);
  await activate('unlock');
  expect(find('banner-no-keyring')).toBeNull();
  expect(get('grant')).toBeInTheDocument();
});

test('missing notifications are told without a button that does nothing', async () => {
  await show({ status: banner('no-notifications') });
  expect(get('banner-no-notifications').querySelector('button')).toBeNull();
});

test('a desk that cannot be read says so and tries again', async () => {
  const { backend } = await show();
  backend.refuse = { call: 'inboxPage', refusal: refusal('io', 'The profile is in use by another program.', true) };
  backend.change({});
  await settle();
  expect(get('failure')).toHaveTextContent('The profile is in use by another program.');
  await activate('failure-retry');
  expect(find('failure')).toBeNull();
});

test('the question mark shows every key there is', async () => {
  await show();
  await press('?');
  expect(get('shortcut-sheet')).toHaveTextContent('Undo while held');
  await activate('shortcuts-close');
  expect(find('shortcut-sheet')).toBeNull();
});

test('practice is said on every page', async () => {
  await show({ status: { ...status, practice: true } });
  for (const page of ['nav-inbox', 'nav-grants', 'nav-log']) {
    await activate(page);
    expect(get('practice')).toHaveTextContent('What the practice queue shows is made up.');
  }
});

test('far down a long log the chosen decision moves with its neighbours when one is added', async () => {
  const rows = Array.from({ length: 1000 }, (_, place) => ({ ...logRows[2]!, entry: 5000 - place }));
  const { backend, desk } = await show({ log: { ...log, count: rows.length, rows } });
  await activate('nav-log');
  await press('End');
  expect(desk.log.place).toBe(999);
  backend.change({ log: { ...log, count: 1001, rows: [{ ...logRows[2]!, entry: 5001 }, ...rows] } });
  await settle();
  expect(desk.log.place).toBe(1000);
});

test('each queue has a log of its own, and one chooses whose is read', async () => {
  const { desk } = await show();
  await activate('nav-log');
  const choice = get('log-queue') as HTMLSelectElement;
  expect(choice.value).toBe('contoso');
  choice.value = 'practice';
  choice.dispatchEvent(new Event('change', { bubbles: true }));
  await settle();
  expect(desk.log.view?.queue).toBe('practice');
  expect((get('log-queue') as HTMLSelectElement).value).toBe('practice');
});

test('Ctrl+Q asks the core to quit, which asks first where access would end late', async () => {
  const { backend } = await show();
  expect(await press('q')).toBe(false);
  expect(backend.called).not.toContain('quit');
  await press('q', { ctrlKey: true });
  expect(backend.called).toContain('quit');
});

test('a broken log opens at the decision that does not match, and proves nothing by it', async () => {
  const { desk } = await show({ log: brokenLog });
  await activate('nav-log');
  expect(get('log-row-2')).toHaveAttribute('aria-selected', 'true');
  expect(find('copy-proof')).toBeNull();
  await desk.log.choose(3);
  await settle();
  expect(get('copy-proof')).toBeInTheDocument();
});

test('a log that was ended says nothing of what to do about it', async () => {
  const { backend } = await show({ log: brokenLog });
  await activate('nav-log');
  expect(get('log-detail')).toHaveTextContent('doorward keys recover');
  backend.change({ log: { ...brokenLog, ended: true } });
  await settle();
  expect(get('log-title')).toHaveTextContent('Broken at entry 8,112');
  expect(get('log-detail')).not.toHaveTextContent('doorward keys recover');
});

test('where another log begins in the place of one that was read, nothing of that stays in sight', async () => {
  const { backend, desk } = await show();
  await activate('nav-log');
  await press('j');
  const first = { ...logRows[0]!, entry: 1, verb: 'New log' };
  backend.change({ log: { ...log, count: 1, rows: [first] } });
  await settle();
  expect(desk.log.selected).toBe(1);
  expect(get('log-row-0')).toHaveTextContent('New log');
  expect(find('log-row-1')).toBeNull();
});
