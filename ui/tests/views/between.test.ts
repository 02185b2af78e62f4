import { expect, test } from 'vitest';
import { cleanup } from '@testing-library/svelte';
import { agreed, changed, dana, held, mei } from '../../src/lib/backend/fixtures/sheets';
import { activate, click, down, find, get, press, settle, show, up, write } from '../app';

test('what comes meanwhile does not let go of what is held, whatever way its length was set', async () => {
  const { backend, desk } = await show();
  await write('length', '90m');
  get('length').blur();
  await settle(300);
  down('g');
  await settle(600);
  await desk.sheet.refresh();
  await settle(700);
  up('g');
  expect(backend.decided).toMatchObject([{ choice: { is: 'grant', seconds: 5400 } }]);
});

test('whoever undoes finds the length and the reason again', async () => {
  const { backend } = await show();
  await write('length', '90m');
  await write('reason', 'Agreed with finance');
  await click('grant', 1250);
  await settle();
  await click('undo');
  await settle();
  expect(get('length')).toHaveValue('90 min');
  expect(get('reason')).toHaveValue('Agreed with finance');
  expect(backend.decided).toHaveLength(1);
});

test('Z undoes while it is held, and Shift Enter sends at once', async () => {
  const { backend } = await show();
  await click('grant', 1250);
  await press('z');
  expect(backend.called).toContain('undo');
  expect(get('panel-decide')).toBeInTheDocument();
  await click('grant', 1250);
  await press('Enter', { shiftKey: true });
  expect(backend.called).toContain('sendNow');
  expect(get('steps')).toHaveAttribute('data-step', 'signed');
});

test('what a queue asked to wait is said aloud when it is sent at once', async () => {
  const patience = 'Contoso asked to wait until 16:45:15; it is sent then.';
  const { backend } = await show({ patience });
  await click('grant', 1250);
  await press('Enter', { shiftKey: true });
  expect(backend.called).toContain('sendNow');
  expect(get('announcer')).toHaveTextContent(patience);
});

test('the held seconds run down on the clock of the core', async () => {
  await show();
  await click('grant', 1250);
  const before = Number(get('held-seconds').textContent);
  await settle(3000);
  expect(Number(get('held-seconds').textContent)).toBe(before - 3);
});

test('a grant that waits past its undo window shows no seconds, and is there to be taken back alone', async () => {
  const { backend } = await show({ sheets: [{ ...dana, panel: held(null) }] });
  expect(get('held-seconds').textContent.trim()).toBe('');
  expect(find('send-now')).toBeNull();
  await press('z');
  expect(backend.called).toContain('undo');
});

test('a changed request shows the difference first, and going on is no grant', async () => {
  const { backend, desk } = await show({ sheets: [{ ...dana, ...changed }] });
  expect(find('grant')).toBeNull();
  expect(get('changed-lines')).toHaveTextContent('Exchange Administrator');
  get('sheet').querySelector<HTMLElement>('[data-focus="sheet"]')?.focus();
  await press('Enter');
  expect(backend.called).toContain('acceptChange');
  expect(backend.decided).toEqual([]);
  expect(desk.sheet.view?.panel.is).toBe('decide');
});

test('a sheet that is on its way when one decides costs nobody the decision', async () => {
  const { backend, desk } = await show();
  await desk.pick('mei');
  void desk.sheet.refresh();
  await press('g');
  expect(find('error')).toBeNull();
  expect(backend.decided).toHaveLength(1);
});

test('a sheet that is on its way with a change is not decided on', async () => {
  const { backend, desk } = await show();
  await desk.pick('mei');
  backend.given.sheets = [{ ...mei, ...changed }];
  void desk.sheet.refresh();
  await press('g');
  expect(backend.decided).toEqual([]);
  expect(get('panel-changed')).toBeInTheDocument();
});

test('nothing is decided while another request is being opened', async () => {
  const { backend, desk } = await show();
  desk.sheet.wanted = 'agent';
  await settle();
  await click('grant', 1250);
  await press('d');
  expect(backend.decided).toEqual([]);
  expect(find('deny-send')).toBeNull();
});

test('an agreement that cuts the chosen length takes the grant away and says so; one that leaves it does not', async () => {
  for (const [chip, decided] of [
    ['chip-14400', 0],
    ['chip-7200', 1],
  ] as const) {
    const { backend } = await show();
    await activate(chip);
    down('g');
    await settle(600);
    backend.changeSheet('dana', agreed);
    await settle(700);
    up('g');
    expect(backend.decided).toHaveLength(decided);
    if (decided === 0) {
      expect(get('length')).toHaveValue('4 h');
      expect(get('length-error')).toHaveTextContent('That is longer than 2 h.');
      expect(get('grant')).toHaveAttribute('aria-disabled', 'true');
      await activate('chip-7200');
      await click('grant', 1250);
      expect(backend.decided[0]?.choice).toEqual({ is: 'grant', seconds: 7200 });
    }
    cleanup();
  }
});

test('an agreement that is on its way when one decides is not overridden', async () => {
  const { backend, desk } = await show();
  await activate('chip-14400');
  down('g');
  await settle(1190);
  backend.given.sheets = [{ ...dana, ...agreed }];
  void desk.sheet.refresh();
  await settle(100);
  up('g');
  expect(backend.decided).toEqual([]);
});

test('one that was stopped is decided again only after it was read', async () => {
  const { backend } = await show({
    sheets: [{ ...dana, panel: { is: 'again', title: 'Doorward stopped.', line: 'Decide again.', footer: '' } }],
  });
  expect(find('grant')).toBeNull();
  await activate('decide-again');
  await click('grant', 1250);
  expect(backend.decided).toHaveLength(1);
});
