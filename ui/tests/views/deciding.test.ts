import { expect, test } from 'vitest';
import { cleanup } from '@testing-library/svelte';
import { agreed, changed, dana, ilya, mei, once, oneOfTwo } from '../../src/lib/backend/fixtures/sheets';
import { refusal } from '../../src/lib/backend/fixtures';
import { activate, click, down, find, get, point, press, settle, show, up, write } from '../app';
import { said } from '../said';

test('the first request stands open, and the focus is on nothing that grants', async () => {
  await show();
  expect(get('sentence')).toHaveTextContent('Dana Peres asks for Global Administrator');
  expect(document.activeElement).not.toBe(get('grant'));
});

test('holding G for the whole time grants the chosen length, with the ticket of the sheet on the screen', async () => {
  const { backend, desk } = await show();
  await desk.sheet.refresh();
  const ticket = desk.sheet.view?.ticket;
  down('g');
  await settle(1250);
  up('g');
  expect(backend.decided).toEqual([{ ticket, choice: { is: 'grant', seconds: 3600 }, reason: null, typed: null }]);
  expect(get('panel-title')).toHaveTextContent('Granting 1 h in 8 s.');
  expect(document.activeElement).toBe(get('undo'));
});

test('letting go early grants nothing', async () => {
  const { backend } = await show();
  down('g');
  await settle(1100);
  up('g');
  await settle(5000);
  expect(backend.decided).toEqual([]);
});

test('holding the button grants, and leaving it grants nothing', async () => {
  const { backend } = await show();
  point('grant', 'pointerdown');
  await settle(800);
  point('grant', 'pointerleave');
  await settle(5000);
  expect(backend.decided).toEqual([]);
  await click('grant', 1250);
  expect(backend.decided).toHaveLength(1);
});

test('a short click on a button that must be held grants nothing', async () => {
  const { backend } = await show();
  await click('grant');
  await settle(5000);
  expect(backend.decided).toEqual([]);
  expect(get('panel-decide')).toBeInTheDocument();
});

test('a change while the button is held takes the grant away', async () => {
  const { backend, desk } = await show();
  point('grant', 'pointerdown');
  await settle(600);
  backend.changeSheet('dana', changed);
  await settle();
  expect(desk.sheet.gesture.state).toBe('rest');
  await settle(5000);
  expect(backend.decided).toEqual([]);
  expect(get('panel-changed')).toBeInTheDocument();
});

test('who cannot hold confirms in a second place, and the same key twice grants nothing', async () => {
  const { backend } = await show();
  get('grant').focus();
  await activate('grant');
  expect(document.activeElement).toBe(get('step-back'));
  await activate('step-back');
  expect(backend.decided).toEqual([]);
  await activate('grant');
  await activate('confirm');
  expect(backend.decided).toHaveLength(1);
});

test('a low risk is granted by one press of G', async () => {
  const { backend, desk } = await show();
  await desk.pick('mei');
  await settle();
  await press('g');
  expect(backend.decided[0]?.choice).toEqual({ is: 'grant', seconds: 1800 });
});

test('what is let through once has no length: none is shown, and none goes with the decision', async () => {
  const { backend, desk } = await show({ sheets: [dana, { ...mei, ...once }] });
  await desk.pick('mei');
  await settle();
  expect(get('once')).toHaveTextContent('This lets it through once.');
  for (const part of ['length', 'until', 'slider']) expect(find(part)).toBeNull();
  expect(get('grant')).toHaveTextContent('Grant once');
  await press('g');
  expect(backend.decided).toEqual([]);
  await write('reason', 'Build 8812 passed');
  await click('grant');
  expect(backend.decided).toMatchObject([{ choice: { is: 'once' }, reason: 'Build 8812 passed' }]);
  expect(get('panel-title')).toHaveTextContent('Granting once in 8 s.');
});

test('one agreement of several says once', async () => {
  const { desk } = await show({ sheets: [dana, { ...mei, ...once, ...oneOfTwo, reason_required: false }] });
  await desk.pick('mei');
  await settle();
  expect(get('grant')).toHaveTextContent('Agree once');
});

test('a medium risk asks, and Enter on the question confirms', async () => {
  const { backend, desk } = await show();
  await desk.pick('ilya');
  await settle();
  await press('g');
  expect(backend.decided).toEqual([]);
  expect(document.activeElement).toBe(get('confirm'));
  await activate('confirm');
  expect(backend.decided[0]?.choice).toEqual({ is: 'grant', seconds: 2 * 3600 });
});

test('the question stands elsewhere than the button, so that a double click confirms nothing', async () => {
  const { backend, desk } = await show({ sheets: [dana, mei, ilya] });
  await desk.pick('ilya');
  await settle();
  await click('grant');
  const buttons = [...get('panel-decide').querySelectorAll('.act button')];
  expect(buttons.at(-1)).toBe(get('step-back'));
  expect(backend.decided).toEqual([]);
});

test('a critical risk waits for a reason and the tenant’s name', async () => {
  const { backend, desk } = await show();
  await desk.pick('agent');
  await settle();
  expect(get('grant')).toHaveAttribute('aria-disabled', 'true');
  expect(get('needs')).toHaveTextContent(said`Still needed: ${'a reason and the tenant’s name'}.`);
  await write('reason', 'Key rotation, watched');
  await write('typed', 'Fabri');
  expect(get('grant')).toHaveAttribute('aria-disabled', 'true');
  await write('typed', 'Fabrikam');
  expect(get('grant')).toHaveAttribute('aria-disabled', 'false');
  await click('grant', 1250);
  expect(backend.decided[0]).toMatchObject({ reason: 'Key rotation, watched', typed: 'Fabrikam' });
});

test('what is typed into a field is never a command', async () => {
  const { backend, desk } = await show();
  get('reason').focus();
  for (const key of ['g', 'd', 'j', 'z', '.', '?']) await press(key);
  await settle(3000);
  expect(backend.decided).toEqual([]);
  expect(desk.inbox.selected).toBe('dana');
  expect(desk.shortcuts).toBe(false);
});

test('a composed character is no command, a letter of another script is, by its place', async () => {
  const { desk } = await show();
  await press('j', { isComposing: true });
  expect(desk.inbox.selected).toBe('dana');
  await press('о', { code: 'KeyJ' });
  expect(desk.inbox.selected).toBe('agent');
});

test('old data can be denied and not granted, and says why', async () => {
  const why = 'Granting is off: the data is older than 15 minutes';
  const { backend } = await show({ sheets: [{ ...dana, grant: { allowed: false, why_not: why, code: 'stale' } }] });
  expect(get('why-not')).toHaveTextContent(why);
  await click('grant', 1250);
  expect(backend.decided).toEqual([]);
  await press('d');
  await press('Enter');
  expect(backend.decided).toHaveLength(1);
});

test('a refusal is told where one looks, and what was set up stays', async () => {
  const { backend } = await show();
  await write('reason', 'Agreed with finance');
  (document.activeElement as HTMLElement).blur();
  backend.refuse = { call: 'decide', refusal: refusal('no-keyring', 'The keyring is locked. Unlock it, then decide.') };
  await click('grant', 1250);
  expect(get('error')).toHaveTextContent('The keyring is locked.');
  expect(get('announcer')).toHaveTextContent('The keyring is locked.');
  expect(get('reason')).toHaveValue('Agreed with finance');
});

test('a length in words is read by the core, and one that it refuses cannot be granted', async () => {
  const { backend } = await show();
  await write('length', '90m');
  await press('Enter');
  expect(get('until')).toHaveTextContent('18:14');
  await write('length', '9 h');
  expect(get('length-error')).toHaveTextContent('That is longer than 4 h.');
  expect(get('grant')).toHaveAttribute('aria-disabled', 'true');
  await write('length', '90m');
  (document.activeElement as HTMLElement).blur();
  await settle();
  await click('grant', 1250);
  expect(backend.decided[0]?.choice).toEqual({ is: 'grant', seconds: 5400 });
});

test('one agreement of several is called a grant by no button', async () => {
  const low = { ...dana, ...oneOfTwo, gesture: { is: 'confirm' as const } };
  for (const sheet of [{ ...dana, ...oneOfTwo }, low]) {
    await show({ sheets: [sheet] });
    expect(get('grant').textContent).toMatch(/gree to .1 h/);
    expect(get('grant').textContent).not.toMatch(/grant/i);
    cleanup();
  }
  await show({ sheets: [low] });
  await click('grant');
  expect(get('panel-decide')).toHaveTextContent(said`Agree to ${'1 h'}, ${'1 of 2'}?`);
});

test('what another agreed to is said, and no more than that is offered', async () => {
  const { desk } = await show({ sheets: [{ ...dana, ...agreed }] });
  expect(get('agreed')).toHaveTextContent('So far agreed: 2 h by Ilya Sun, so at most 2 h will be given.');
  expect(find('chip-14400')).toBeNull();
  for (let times = 0; times < 9; times += 1) await press(']');
  expect(desk.sheet.length?.seconds).toBe(2 * 3600);
});

test('chips, slider and brackets walk the same stops and never beyond the last', async () => {
  const { desk } = await show();
  await activate('chip-7200');
  expect(get('slider')).toHaveAttribute('aria-valuetext', '2 h, until 18:44 in Berlin');
  get('slider').focus();
  await press('ArrowLeft');
  expect(desk.sheet.length?.seconds).toBe(3600);
  for (let times = 0; times < 9; times += 1) await press(']');
  expect(desk.sheet.length?.seconds).toBe(4 * 3600);
  for (let times = 0; times < 9; times += 1) await press('[');
  expect(desk.sheet.length?.seconds).toBe(15 * 60);
});

test('what was set up for one request is there again after a look at another', async () => {
  const { desk } = await show();
  await write('reason', 'Agreed with finance');
  await activate('chip-900');
  await desk.pick('mei');
  await settle();
  expect(get('reason')).toHaveValue('');
  await desk.pick('dana');
  await settle();
  expect(get('reason')).toHaveValue('Agreed with finance');
  expect(desk.sheet.length?.seconds).toBe(900);
});

test('a sheet that is over has no controls, and leads to the next one', async () => {
  const { desk } = await show({
    sheets: [
      {
        ...dana,
        deny: { allowed: false, why_not: 'It is over.', code: 'over' },
        frozen: true,
        panel: {
          is: 'superseded',
          initials: 'IS',
          title: 'Ilya Sun denied this at 16:44:02.',
          reason: null,
          line: 'Nothing of yours was signed.',
          footer: '',
          agreed: false,
        },
      },
    ],
  });
  expect(find('grant')).toBeNull();
  expect(find('deny')).toBeNull();
  await activate('next');
  expect(desk.inbox.selected).toBe('agent');
});

test('hostile words stay text, and what is odd in them is boxed and named', async () => {
  await show({
    sheets: [
      {
        ...dana,
        words: {
          ...dana.words,
          text: {
            pieces: [
              { text: '<img src=x onerror=alert(1)>', odd: null },
              { text: 'U+202E', odd: 'Right-to-left override, U+202E' },
            ],
          },
        },
      },
    ],
  });
  expect(get('words').querySelector('img')).toBeNull();
  expect(get('words')).toHaveTextContent('<img src=x onerror=alert(1)>');
  expect(get('words').querySelector('mark')).toHaveAttribute('title', 'Right-to-left override, U+202E');
  expect(get('words').querySelector('mark')?.closest('bdi')).not.toBeNull();
});

test('a sheet whose grant asks for presence says so, and no other does', async () => {
  await show({ sheets: [{ ...dana, presence: 'Granting asks for your presence.' }] });
  expect(get('presence')).toHaveTextContent('Granting asks for your presence.');
  cleanup();
  await show({ sheets: [dana] });
  expect(find('presence')).toBeNull();
});
