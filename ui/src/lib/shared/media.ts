// Whether the person wants motion, and whether the window is narrow, as the system says.

import { MediaQuery } from 'svelte/reactivity';

export const reducedMotion = new MediaQuery('(prefers-reduced-motion: reduce)');

/** The sheet takes the list's place. */
export const narrow = new MediaQuery('(max-width: 53.7em)');
