// Starts the app on the real core.

import { mount } from 'svelte';
import './styles/tokens.css';
import './styles/base.css';
import './styles/choice.css';
import './styles/plots.css';
import App from './App.svelte';
import { tauri } from './lib/backend/tauri';
import { language } from './lib/shared/language.svelte';
import { Desk } from './views/desk.svelte';

const target = document.getElementById('app');
if (!target) throw new Error('the page has no place for the app');

// First how it looks and speaks, so that nothing is drawn twice; without that it opens as the product has it, and says so.
const desk = new Desk(tauri);
await desk.settings.preferences.load().catch(() => language.choose('system'));

mount(App, { target, props: { backend: tauri, desk } });
void language.complete();
