import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { countryFlags } from './vite-flags.ts';

export default defineConfig(({ mode }) => ({
  // The window loads the files from its own protocol, so every address is relative.
  base: './',
  plugins: [svelte(), countryFlags()],
  server: { port: 1420, strictPort: false, hmr: { overlay: false } },
  build: {
    target: ['es2022', 'safari16'],
    sourcemap: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  // Tests mount components, so they need the browser half of Svelte.
  resolve: mode === 'test' ? { conditions: ['browser'] } : {},
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts'],
    setupFiles: ['src/test/setup.ts'],
    restoreMocks: true,
  },
}));
