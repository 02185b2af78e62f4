import { expect, test } from 'vitest';
import { refusal } from '../../src/lib/backend/fixtures';
import { status } from '../../src/lib/backend/fixtures/inbox';
import { fewInsights, insights, noInsights } from '../../src/lib/backend/fixtures/insights';
import { language } from '../../src/lib/shared/language.svelte';
import { activate, find, get, press, settle, show } from '../app';

const PLOTS = ['took', 'sla', 'risk', 'volumes', 'roles', 'own', 'used'];

/** Without the marks that keep what was put in apart. */
const said = (name: string): string =>
  get(name)
    .textContent.replace(/[\u2068\u2069]/g, '')
    .trim();
const finding = (name: string): string =>
  (get(`plot-${name}`).querySelector('h2')?.textContent ?? '').replace(/[\u2068\u2069]/g, '');

async function choose(name: string, value: string): Promise<void> {
  const select = get(name) as HTMLSelectElement;
  select.value = value;
  select.dispatchEvent(new Event('change', { bubbles: true }));
  await settle();
}

test('each plot says its finding, is a picture with that name, and has a table', async () => {
  await show();
  await press('4', { ctrlKey: true });
  for (const name of PLOTS) {
    const figure = get(`plot-${name}`);
    expect(figure.tagName).toBe('FIGURE');
    const picture = get(`picture-${name}`);
    expect(picture).toHaveAttribute('role', 'img');
    expect(picture).toHaveAccessibleName(figure.querySelector('h2')?.textContent ?? '-');
    await activate(`table-${name}`);
    expect(find(`picture-${name}`)).toBeNull();
    const table = figure.querySelector('table');
    expect(table?.querySelectorAll('thead th[scope=col]').length).toBeGreaterThan(1);
    expect(table?.querySelectorAll('tbody th[scope=row]').length).toBeGreaterThan(0);
    await activate(`table-${name}`);
    expect(get(`picture-${name}`)).toBeInTheDocument();
  }
});

test('the findings are the core’s figures in a sentence', async () => {
  await show();
  await activate('nav-insights');
  expect(finding('took')).toBe('Half are decided within 7 min');
  expect(finding('sla')).toBe('93% were answered in time');
  expect(finding('risk')).toBe('15% were of high or critical risk');
  expect(finding('volumes')).toBe('Most was asked on Tue 20 Oct: 18');
  expect(finding('roles')).toBe('31% of grants are shorter than asked');
  expect(finding('own')).toBe('You decided 80 times and took back 9');
  expect(finding('used')).toBe('62% of the granted time was used');
  expect(get('figure-yours')).toHaveTextContent('80');
  expect(get('figure-undone')).toHaveTextContent('9');
  expect(said('figure-in-time')).toBe('93%');
});

test('arrow keys walk along the values, and each is said', async () => {
  await show();
  await activate('nav-insights');
  get('picture-volumes').focus();
  await press('ArrowRight');
  const first = insights.volumes[0]!;
  expect(said('announcer')).toBe(
    `${first.label}: ${String(first.asked)} asked, ${String(first.decided)} decided, ${String(first.yours)} by you`,
  );
  expect(said('about-volumes')).toBe(said('announcer'));
  await press('ArrowLeft');
  expect(said('announcer'), 'it stays at the end').toContain(first.label);
  await press('End');
  expect(said('announcer')).toContain(insights.volumes.at(-1)!.label);
  await press('ArrowUp');
  expect(said('announcer')).toContain(insights.volumes.at(-2)!.label);
  await press('Escape');
  expect(said('about-volumes')).toBe('Requests for each day');
});

test('from right to left the left arrow goes on, and the axis begins at the right', async () => {
  await show();
  await activate('nav-insights');
  const starts = () =>
    [...get('picture-volumes').querySelectorAll('.looked-for')].map((step) => Number(step.getAttribute('x')));
  const leftToRight = starts();
  expect(leftToRight).toEqual([...leftToRight].sort((one, other) => one - other));
  const bar = () => Number(get('picture-sla').querySelector('.f-solid')?.getAttribute('x'));
  expect(bar()).toBeLessThan(2);
  try {
    await language.show('ar-XB');
    await settle();
    const rightToLeft = starts();
    expect(rightToLeft).toEqual([...rightToLeft].sort((one, other) => other - one));
    expect(rightToLeft).not.toEqual(leftToRight);
    get('picture-volumes').focus();
    await press('ArrowLeft');
    await press('ArrowLeft');
    expect(get('about-volumes').textContent).toContain(insights.volumes[1]!.label);
  } finally {
    await language.show('en');
  }
});

test('no two parts of a plot are told apart by colour alone', async () => {
  await show();
  await activate('nav-insights');
  for (const name of ['sla', 'roles', 'own', 'used']) {
    const fills = new Set(
      [...get(`picture-${name}`).querySelectorAll('rect')].flatMap((rect) =>
        [...rect.classList].filter((one) => one.startsWith('f-')),
      ),
    );
    expect(fills.size, name).toBeGreaterThan(1);
    expect([...fills].every((fill) => ['f-solid', 'f-grey', 'f-hollow', 'f-hatched'].includes(fill))).toBe(true);
  }
  // Risk has its colours, and beside each its shape and its word.
  expect(get('picture-risk').querySelectorAll('use')).toHaveLength(4);
  expect(get('picture-risk')).toHaveTextContent(/Critical.*High.*Medium.*Low/);
});

test('little is said to be little, and nothing to be nothing', async () => {
  const { backend, desk } = await show({ insights: fewInsights });
  await activate('nav-insights');
  expect(finding('took')).toBe('One was decided, after 40 s');
  expect(get('plot-took')).toHaveTextContent(/Only .*1.*: too few to say what is usual/);
  expect(finding('sla')).toBe('All were answered in time');
  expect(finding('roles')).toBe('Nothing was granted by people');
  expect(finding('own')).toBe('You decided nothing');
  expect(find('picture-own')).toBeNull();
  expect(finding('used')).toBe('No grant has ended that tells how long it was used');
  expect(get('figure-used')).toHaveTextContent('nothing to tell it from');
  expect(said('figure-in-time')).toBe('1 of 1');
  backend.given.insights = noInsights;
  await desk.insights.load();
  await settle();
  expect(get('empty')).toHaveTextContent('Nothing was asked or decided in these days.');
  expect(get('insights-period')).toBeInTheDocument();
});

test('period and queue are chosen, and the core counts', async () => {
  const { backend } = await show();
  await activate('nav-insights');
  expect(backend.measured).toEqual([{ days: 30, queue: null }]);
  await choose('insights-period', 'quarter');
  expect(backend.measured.at(-1)).toEqual({ days: 90, queue: null });
  const queue = status.queues[0]!.id;
  await choose('insights-queue', queue);
  expect(backend.measured.at(-1)).toEqual({ days: 90, queue });
  await choose('insights-queue', '');
  expect(backend.measured.at(-1)).toEqual({ days: 90, queue: null });
});

test('of two choices the later one is shown, whichever is answered first', async () => {
  const { backend, desk } = await show();
  await activate('nav-insights');
  const answers: (() => void)[] = [];
  backend.insights = (filter) =>
    new Promise((done) => {
      answers.push(() => done({ ...insights, period: `${String(filter.days)} days` }));
    });
  desk.measure(() => desk.insights.chooseDays('week'));
  desk.measure(() => desk.insights.chooseDays('year'));
  answers[1]?.();
  answers[0]?.();
  await settle();
  expect(said('period-said')).toBe('365 days');
});

test('what changes is counted again when the minute is over, and nothing moves before', async () => {
  const { backend, desk } = await show();
  await activate('nav-insights');
  backend.change({});
  await settle();
  expect(backend.measured).toHaveLength(1);
  await settle(60_000);
  expect(backend.measured).toHaveLength(2);
  await settle(60_000);
  expect(backend.measured, 'nothing changed since').toHaveLength(2);
  expect(desk.page).toBe('insights');
});

test('figures that cannot be counted are said to be so, and those before stay', async () => {
  const { backend } = await show();
  await activate('nav-insights');
  backend.refuse = { call: 'insights', refusal: refusal('io', 'The profile is in use by another program.', true) };
  await choose('insights-period', 'week');
  expect(get('failure')).toHaveTextContent('The profile is in use');
  expect(finding('took')).toBe('Half are decided within 7 min');
});
