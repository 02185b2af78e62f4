// Whether the window is narrow.

import { MediaQuery } from 'svelte/reactivity';

/** The sheet takes the list's place. */
export const narrow = new MediaQuery('(max-width: 53.7em)');
