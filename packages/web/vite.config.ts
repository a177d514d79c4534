import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { build as buildOther, defineConfig, type Plugin } from 'vite';

/** Where `npm run dev` finds a running Ottogi server. */
const SERVER = 'http://localhost:3000';

/** MediaPipe's package has these files, and exports no way to them. */
const VISION_WASM = join(
  dirname(createRequire(import.meta.url).resolve('@mediapipe/tasks-vision')),
  'wasm',
);

export default defineConfig({
  plugins: [react(), mixerPage(), precompressed()],
  resolve: { alias: { '@mediapipe/tasks-vision/wasm': VISION_WASM } },
  server: {
    proxy: {
      '/api': SERVER,
      '/files': SERVER,
      '/socket.io': { target: SERVER, ws: true },
    },
  },
  build: {
    outDir: 'dist',
    // Nothing as a data: URI or an inline script, so that a strict Content-Security-Policy holds.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // What the first view needs in one file: each more is a round trip more for who is far away.
        codeSplitting: {
          groups: [{ name: 'first', tags: ['$initial'] }],
        },
      },
    },
  },
});

/**
 * The page of a mixer, built by itself into the same folder: as a second page of one build it would
 * share the file that the first view loads, and make that larger for everybody.
 */
function mixerPage(): Plugin {
  return {
    name: 'mixer-page',
    apply: 'build',
    closeBundle: {
      order: 'pre',
      sequential: true,
      handler: async () => {
        await buildOther({
          configFile: false,
          root: import.meta.dirname,
          logLevel: 'warn',
          build: {
            outDir: 'dist',
            emptyOutDir: false,
            copyPublicDir: false,
            assetsInlineLimit: 0,
            modulePreload: { polyfill: false },
            rolldownOptions: { input: join(import.meta.dirname, 'mixer.html') },
          },
        });
      },
    },
  };
}

/** Puts a `.br` and a `.gz` beside each file, so that the server sends them without any work. */
function precompressed(): Plugin {
  const worthIt = /\.(js|mjs|css|html|svg|json|webmanifest|wasm)$/;
  let folder = '';
  return {
    name: 'precompressed',
    apply: 'build',
    configResolved({ root, build }) {
      folder = resolve(root, build.outDir);
    },
    // After everything else: what stands in `public` is not in the bundle.
    closeBundle: {
      sequential: true,
      handler: async () => {
        const entries = await readdir(folder, { recursive: true, withFileTypes: true });
        const files = entries.filter((entry) => entry.isFile() && worthIt.test(entry.name));
        await Promise.all(files.map(({ parentPath, name }) => compress(join(parentPath, name))));
      },
    },
  };
}

/** Below it a file fits into a packet or two as it is. */
const LEAST_BYTES = 1024;

/** Above it the last tenth of brotli's work takes ten times the time. */
const LARGE_BYTES = 1_048_576;

async function compress(path: string): Promise<void> {
  const content = await readFile(path);
  if (content.length <= LEAST_BYTES) return;
  const quality = content.length > LARGE_BYTES ? 9 : constants.BROTLI_MAX_QUALITY;
  const [brotli, gzipped] = await Promise.all([
    promisify(brotliCompress)(content, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: quality,
        [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
      },
    }),
    promisify(gzip)(content, { level: constants.Z_BEST_COMPRESSION }),
  ]);
  if (brotli.length < content.length) await writeFile(`${path}.br`, brotli);
  if (gzipped.length < content.length) await writeFile(`${path}.gz`, gzipped);
}
