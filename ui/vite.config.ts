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
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    // Every file is one more question to the program while it starts: what several screens use is one file,
    // but for what asks the first questions, and the kit and purchases, which come after the list.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'ipc', test: /src\/ipc\/(?!.*svelte)|@tauri-apps/, priority: 2 },
            {
              name: 'shared',
              test: /node_modules|src\/(?!install|buying|text\/new)/,
              minShareCount: 2,
              priority: 1,
            },
            { name: 'install', test: /src\/install/ },
            {
              name: 'buying',
              test: /src\/(buying|text\/new)/,
              includeDependenciesRecursively: false,
            },
          ],
        },
      },
    },
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
