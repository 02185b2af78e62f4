import { render } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import App from '../../src/App.svelte';
import { Fixtures, refusal } from '../../src/lib/backend/fixtures';
import { inbox, status } from '../../src/lib/backend/fixtures/inbox';
import { round, wholeRound } from '../../src/lib/backend/fixtures/practice';
import { notificationSettings, preferences } from '../../src/lib/backend/fixtures/settings';
import { NOW } from '../../src/lib/backend/fixtures/text';
import { tellsNext } from '../../src/lib/inbox/today.svelte';
import { Desk } from '../../src/views/desk.svelte';
import { activate, find, get, press, settle, show } from '../app';
import { said } from '../said';

const practising = { ...status, practice: true };
const nobody = {
  preferences: { ...preferences, introduced: false },
  status: { ...status, waiting: 0, grants: 0, queues: [], banners: [] },
  inbox: inbox([]),
};

test('whoever has no queue begins with the first steps, and each can be passed over', async () => {
  const { backend } = await show({ ...nobody, firstStart: true });
  expect(get('intro')).toHaveAttribute('data-step', 'practise');
  expect(document.activeElement).toBe(get('intro-practise'));
  await activate('intro-skip');
  expect(get('intro')).toHaveAttribute('data-step', 'connect');
  await activate('intro-skip');
  expect(get('intro')).toHaveAttribute('data-step', 'interrupt');
  await activate('intro-back');
  expect(get('intro')).toHaveAttribute('data-step', 'connect');
  await activate('intro-skip');
  await activate('intro-done');
  expect(find('intro')).toBeNull();
  expect(get('inbox-empty')).toBeInTheDocument();
  expect(backend.given.preferences.introduced).toBe(true);
});

test('whoever has a queue, or passed them over, sees no first steps', async () => {
  await show({ firstStart: false });
  expect(find('intro')).toBeNull();
});

test('the first steps are not put over what somebody went to before they were there', async () => {
  vi.useFakeTimers({ now: NOW });
  const backend = new Fixtures({ ...nobody, firstStart: true });
  const desk = new Desk(backend);
  render(App, { backend, desk });
  await desk.go('settings');
  await settle();
  expect(find('intro')).toBeNull();
  expect(get('queues-page')).toBeInTheDocument();
});

test('a key to a page leads out of the first steps, and they do not come again', async () => {
  const { backend } = await show({ ...nobody, firstStart: true });
  await press('j');
  expect(get('intro')).toBeInTheDocument();
  await press(',', { ctrlKey: true });
  expect(find('intro')).toBeNull();
  expect(get('queues-page')).toBeInTheDocument();
  expect(backend.given.preferences.introduced).toBe(true);
});

test('practice opens beside the first steps, and says so or why not', async () => {
  const { backend } = await show({ ...nobody, firstStart: true });
  backend.refuse = { call: 'startPractice', refusal: refusal('practice-not-started', 'There is no room.', true) };
  await activate('intro-practise');
  expect(get('intro-failure')).toHaveTextContent('There is no room.');
  await activate('intro-practise');
  expect(find('intro-failure')).toBeNull();
  expect(get('practising')).toHaveTextContent('Practice is open in a window of its own.');
  await activate('intro-next');
  expect(get('intro')).toHaveAttribute('data-step', 'connect');
});

test('the second step is the guided way to a queue, and leads to the third', async () => {
  const { desk } = await show({ ...nobody, firstStart: true });
  await activate('intro-skip');
  await activate('intro-connect');
  expect(get('guide')).toHaveAttribute('data-stage', 'choose');
  await press('Escape');
  expect(find('guide')).toBeNull();
  expect(get('intro')).toHaveAttribute('data-step', 'connect');
  await activate('intro-connect');
  desk.queues.guide.stage = 'done';
  await settle();
  await activate('guide-inbox');
  expect(get('intro')).toHaveAttribute('data-step', 'interrupt');
});

test('the third step sets what is told by one of three answers', async () => {
  const { backend, desk } = await show({ ...nobody, firstStart: true });
  await desk.learning.introduce('interrupt');
  await settle();
  await activate('preset-critical');
  expect(backend.given.notificationSettings.levels).toEqual({
    critical: 'at-once',
    high: 'digest',
    medium: 'digest',
    low: 'digest',
  });
  expect(get('preset-critical')).toBeChecked();
});

test('the palette and the settings lead to the first steps again, and to practice', async () => {
  const { backend } = await show();
  await press(',', { ctrlKey: true });
  await activate('section-about');
  await activate('practise');
  expect(backend.called).toContain('startPractice');
  await activate('first-steps');
  expect(get('intro')).toHaveAttribute('data-step', 'practise');
});

test('a decision in practice is talked about once it is recorded, and J goes on', async () => {
  const { backend } = await show({ status: practising, practice: round(0) });
  expect(find('feedback')).toBeNull();
  expect(get('practice-place')).toHaveTextContent(said`${'0'} of ${'5'} decided`);
  backend.change({ practice: round(1) });
  await settle();
  expect(get('feedback')).toHaveAttribute('data-tone', 'ok');
  expect(get('feedback-title')).toHaveTextContent('Rightly so. This was what it says.');
  expect(get('feedback-did')).toHaveTextContent(said`You granted ${'1 h'}. It took you ${'12 sec'}.`);
  expect(document.activeElement).toBe(get('practice-next'));
  await press('j');
  expect(find('feedback')).toBeNull();
  expect(get('sheet')).toBeInTheDocument();
});

test('what was missed says so, what a careful person does, and where it was to be seen', async () => {
  const { backend } = await show({ status: practising, practice: round(0) });
  backend.change({ practice: { round: 1, lines: round(2).lines.slice(1) } });
  await settle();
  expect(get('feedback')).toHaveAttribute('data-tone', 'miss');
  expect(get('feedback-title')).toHaveTextContent('You missed it. It was asked for far longer than usual.');
  expect(get('feedback-careful')).toHaveTextContent(said`Shortens it: ${'2 h'} is usual, ${'8 h'} were asked for.`);
  expect(get('sign')).toHaveTextContent(said`The reasons of the risk say that it is longer than the usual ${'2 h'}.`);
});

test('while a decision is talked about no key decides on what lies beneath', async () => {
  const { backend, desk } = await show({ status: practising, practice: round(0) });
  await desk.pick('mei');
  await settle();
  backend.change({ practice: round(1) });
  await settle();
  expect(get('feedback')).toBeInTheDocument();
  await press('g');
  await settle(2000);
  await press('d');
  expect(backend.decided).toEqual([]);
  expect(desk.sheet.denying).toBe(false);
});

test('the end of a round is summed up by what was caught and by risk, and another round begins fresh', async () => {
  const next = { round: 2, lines: round(0).lines };
  const { desk } = await show({ status: practising, practice: wholeRound, practiceRounds: [next] });
  for (let turn = 0; turn < 4; turn += 1) await activate('practice-next');
  expect(get('summary-title')).toHaveTextContent(said`${'4'} of ${'5'} as a careful person would`);
  expect(document.querySelectorAll('[data-testid="summary-line"]')).toHaveLength(5);
  expect(get('summary-times')).toHaveTextContent('High');
  expect(get('summary-times')).toHaveTextContent('41 sec');
  await activate('practice-again');
  expect(find('summary')).toBeNull();
  expect(desk.learning.practice.view?.round).toBe(2);
  expect(get('practice-place')).toHaveTextContent(said`${'0'} of ${'5'} decided`);
});

test('one’s own is talked about when one asks, not while it is read', async () => {
  const lines = wholeRound.lines.map((line) => (line.trap === 'own-request' ? line : { ...line, judged: null }));
  const { desk } = await show({ status: practising, practice: { round: 1, lines } });
  await desk.pick('agent');
  await settle();
  expect(find('feedback')).toBeNull();
  await activate('practice-what');
  expect(get('feedback-title')).toHaveTextContent('Nothing to decide.');
});

test('no real queue can be connected from practice', async () => {
  const { desk } = await show({ status: practising, practice: round(0) });
  await press(',', { ctrlKey: true });
  expect(get('queues-page')).toBeInTheDocument();
  expect(find('connect')).toBeNull();
  await press('c');
  expect(desk.queues.guide.stage).toBeNull();
  await press('k', { ctrlKey: true });
  const ids = [...document.querySelectorAll('[data-testid="command"]')].map((one) => one.getAttribute('data-id'));
  expect(ids).not.toContain('connect');
  expect(ids).not.toContain('practise');
});

test('real requests are never talked about', async () => {
  const { backend } = await show({ practice: wholeRound });
  expect(backend.called).not.toContain('practice');
  expect(find('feedback')).toBeNull();
  expect(find('practice-bar')).toBeNull();
});

test('an empty inbox says what was decided today and what is told next', async () => {
  await show({ inbox: inbox([]), status: { ...status, waiting: 0 } });
  expect(get('today-decided')).toHaveTextContent(/\d/);
  expect(get('to-grants')).toHaveTextContent(said`${'6'} live grants`);
});

test('the next time to be told is picked by day and hour, and none is made up', () => {
  const settings = {
    ...notificationSettings,
    digest: { at: ['14:00', '09:00'], every_minutes: null },
    levels: {
      critical: 'at-once' as const,
      high: 'at-once' as const,
      medium: 'digest' as const,
      low: 'digest' as const,
    },
    quiet: {
      hours: [{ days: ['tuesday' as const], from: '19:00', to: '08:00' }],
      zone: 'Europe/Berlin',
      critical: true,
    },
  };
  const tuesday = (time: string) => new Date(`2026-11-17T${time}:00Z`);
  const bare = (lines: string[]) => lines.map((line) => line.replace(/[\u2068\u2069]/g, ''));
  const quiet = 'Quiet from 19:00 to 08:00, except critical.';
  expect(bare(tellsNext(settings, tuesday('10:00')))).toEqual([quiet, 'Next digest at 14:00.']);
  expect(bare(tellsNext(settings, tuesday('13:30')))).toEqual([quiet, 'Next digest at 09:00.']);
  expect(bare(tellsNext(settings, new Date('2026-11-18T10:00:00Z')))).toEqual(['Next digest at 14:00.']);
  const never = {
    critical: 'at-once' as const,
    high: 'never' as const,
    medium: 'never' as const,
    low: 'never' as const,
  };
  expect(tellsNext({ ...settings, levels: never, quiet: { ...settings.quiet, hours: [] } }, tuesday('10:00'))).toEqual(
    [],
  );
});
