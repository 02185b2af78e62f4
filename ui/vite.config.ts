// Builds the one page of the app. The gallery is a page of its own that only `npm run dev` and `npm run gallery` serve.

import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { parted } from './scripts/parts.js';

export default defineConfig(({ mode }) => ({
  plugins: [parted(), svelte()],
  clearScreen: false,
  // The catalogue is shared with the core, so it stands beside this folder.
  server: { port: 5173, strictPort: true, fs: { allow: ['.', '../locales'] } },
  build: {
    target: 'safari17',
    outDir: mode === 'gallery' ? 'target/gallery' : 'dist',
    emptyOutDir: true,
    // Nothing becomes a data: address, which the content policy refuses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: mode === 'gallery' ? 'gallery.html' : 'index.html' },
  },
  // Svelte's browser half under test.
  resolve: mode === 'test' ? { conditions: ['browser'] } : {},
  test: {
    environment: 'jsdom',
    include: ['tests/**/*.test.ts'],
    setupFiles: ['tests/setup.ts'],
    restoreMocks: true,
    // Generous: the machine may be building the rest at the same time.
    testTimeout: 30_000,
  },
}));
