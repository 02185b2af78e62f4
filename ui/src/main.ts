// Starts the app on the real core.

import { mount } from 'svelte';
import './styles/tokens.css';
import './styles/base.css';
import './styles/choice.css';
import './styles/plots.css';
import App from './App.svelte';
import { tauri } from './lib/backend/tauri';
import { language } from './lib/shared/language.svelte';

const target = document.getElementById('app');
if (!target) throw new Error('the page has no place for the app');

// Nothing is drawn in a language that is left at once.
await language.start();
mount(App, { target, props: { backend: tauri } });
