import { expect, test } from 'vitest';
import { changed, dana, panels } from '../../src/lib/backend/fixtures/sheets';
import { activate, click, find, get, press, settle, show, write } from '../app';
import { said } from '../said';

test('D opens the reason with the focus in it, and Enter denies', async () => {
  const { backend } = await show();
  await press('d');
  expect(document.activeElement).toBe(get('reason'));
  await write('reason', 'Use break-glass');
  await press('Enter');
  expect(backend.decided[0]).toMatchObject({ choice: { is: 'deny' }, reason: 'Use break-glass' });
});

test('denying needs no reason', async () => {
  const { backend } = await show();
  await press('d');
  await press('Enter');
  expect(backend.decided[0]).toMatchObject({ choice: { is: 'deny' }, reason: null });
});

const unshortened = {
  ...dana,
  duration: { ...dana.duration, stops: dana.duration.stops.slice(-1), chosen: 0 },
  offers: dana.duration.stops.slice(0, -1),
};

test('where nothing can be shortened a denial offers what one would grant, and nothing unless that is chosen', async () => {
  const { backend } = await show({ sheets: [unshortened] });
  expect(find('offer-none')).toBeNull();
  await press('d');
  expect(find('length')).toBeNull();
  expect(get('offer-none')).toHaveAttribute('aria-pressed', 'true');
  expect(get('deny-send')).toHaveTextContent(/^Deny Enter$/);
  await activate('offer-7200');
  expect(get('offer-says')).toHaveTextContent(said`up to ${'2 h'} would be granted if it is asked for again`);
  expect(get('deny-send')).toHaveTextContent(said`Deny, offer ${'2 h'}`);
  await write('reason', 'Two hours do');
  await press('Enter');
  expect(backend.decided).toMatchObject([{ choice: { is: 'counter-offer', seconds: 7200 }, reason: 'Two hours do' }]);
});

test('an offer that was taken back, or that the sheet no longer has, is not sent', async () => {
  const { backend, desk } = await show({ sheets: [unshortened] });
  await press('d');
  await activate('offer-7200');
  await activate('offer-none');
  await click('deny-send');
  expect(backend.decided).toMatchObject([{ choice: { is: 'deny' } }]);
  await settle();
  await click('undo');
  await press('d');
  await activate('offer-7200');
  backend.given.sheets = [{ ...unshortened, offers: unshortened.offers.slice(0, 2) }];
  await desk.sheet.refresh();
  await click('deny-send');
  expect(backend.decided[1]).toMatchObject({ choice: { is: 'deny' } });
});

test('a queue that can shorten asks for no offer', async () => {
  await show();
  await press('d');
  expect(find('offer-none')).toBeNull();
  expect(get('length')).toBeInTheDocument();
});

test('Esc takes denying back', async () => {
  const { backend } = await show();
  await press('d');
  await press('Escape');
  expect(find('deny-send')).toBeNull();
  expect(backend.decided).toEqual([]);
});

test('a changed request can be denied without going on', async () => {
  const { backend } = await show({ sheets: [{ ...dana, ...changed }] });
  await press('d');
  await press('Enter');
  expect(backend.decided[0]?.choice).toEqual({ is: 'deny' });
});

test('whoever agreed can still deny from where that is told', async () => {
  const { backend } = await show({ sheets: [{ ...dana, frozen: true, panel: panels.agreed }] });
  expect(find('grant')).toBeNull();
  await press('d');
  await write('reason', 'Not after all');
  await activate('deny-send');
  expect(backend.decided).toMatchObject([{ choice: { is: 'deny' }, reason: 'Not after all' }]);
});
