// Read by svelte-check and the editor: TypeScript in components needs no preprocessor beyond Vite's.

import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

export default {
  preprocess: vitePreprocess(),
  compilerOptions: { runes: true },
};
