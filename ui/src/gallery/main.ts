// A page to look at any screen by: `gallery.html?screen=held&theme=dark&lang=ar`. It is not part of the app.

import { flushSync, mount } from 'svelte';
import '../styles/tokens.css';
import '../styles/base.css';
import '../styles/choice.css';
import '../styles/plots.css';
import App from '../App.svelte';
import { Fixtures } from '../lib/backend/fixtures';
import { language } from '../lib/shared/language.svelte';
import { disguises } from '../lib/shared/languages';
import { apart } from '../views/apart.svelte';
import { Desk } from '../views/desk.svelte';
import { preferences } from '../lib/backend/fixtures/settings';
import { scenes } from './scenes';

const asked = new URLSearchParams(location.search);
const name = asked.get('screen');
const theme = asked.get('theme');
const target = document.getElementById('app');
if (!target) throw new Error('the page has no place for the app');
if (theme !== null) document.documentElement.dataset['theme'] = theme;

/** The window paints its own theme and language: they come as a person would have set them. */
const asks = {
  ...preferences,
  theme: theme === 'light' || theme === 'dark' ? theme : preferences.theme,
  language: asked.get('lang'),
  density: asked.has('compact') ? ('compact' as const) : preferences.density,
  more_contrast: asked.has('contrast'),
};

const scene = name === null ? undefined : scenes[name];
if (scene) {
  const backend = new Fixtures({
    ...scene.given,
    preferences: { ...asks, keys: scene.given?.preferences?.keys ?? {} },
  });
  const desk = new Desk(backend);
  await apart.readAll();
  mount(App, { target, props: { backend, desk } });
  flushSync();
  void show();

  async function show() {
    await settle();
    // No person can set a disguise.
    const disguise = (Object.keys(disguises) as (keyof typeof disguises)[]).find((one) => one === asked.get('lang'));
    if (disguise) await language.show(disguise);
    await scene?.then?.(desk, backend);
    if (asked.get('pane') === 'sheet' && desk.inbox.selected === null) await desk.pick('dana');
    if (asked.get('pane') === 'list') desk.pane = 'list';
    await settle();
    document.documentElement.dataset['ready'] = 'yes';
  }
} else {
  const list = document.createElement('ul');
  for (const scene of Object.keys(scenes)) {
    const item = document.createElement('li');
    for (const theme of ['light', 'dark']) {
      const link = document.createElement('a');
      link.href = `?screen=${scene}&theme=${theme}`;
      link.textContent = `${scene}, ${theme}`;
      item.append(link, ' ');
    }
    list.append(item);
  }
  target.append(list);
}

/** Lets what was asked of the invented desk arrive. */
function settle(): Promise<void> {
  return new Promise((done) => setTimeout(done, 150));
}
