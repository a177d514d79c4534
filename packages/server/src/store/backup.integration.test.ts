import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SqliteStore } from './SqliteStore.ts';
import { aFile, aMessage, aRoom } from './testing/records.ts';

const SCRIPT = fileURLToPath(new URL('../../../../scripts/backup.mjs', import.meta.url));

let folder: string;
let dataDir: string;
let target: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ottogi-backup-'));
  dataDir = join(folder, 'data');
  target = join(folder, 'copies', 'today');
});
afterEach(() => rm(folder, { recursive: true }));

async function backUp(...args: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [SCRIPT, ...args], {
    cwd: folder,
    env: { ...process.env, OTTOGI_DATA_DIR: dataDir, INIT_CWD: folder },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}

async function write(path: string, content: string): Promise<void> {
  await mkdir(join(dataDir, path, '..'), { recursive: true });
  await writeFile(join(dataDir, path), content, { mode: 0o600 });
}

function open(dir: string): Promise<SqliteStore> {
  return SqliteStore.open(join(dir, 'ottogi.db'));
}

describe('while the server runs and people write', () => {
  let store: SqliteStore;
  let stop: AbortController;
  let posted = 0;
  let done: Promise<void>;

  async function writeOn(): Promise<void> {
    for (; !stop.signal.aborted; posted += 1) {
      await store.postMessage(aMessage(`m${posted}`, { text: '회의 '.repeat(200) }));
    }
  }

  beforeEach(async () => {
    store = await open(dataDir);
    await store.putRoom(aRoom());
    await write('files/f1', 'picture');
    await write('files/f2.part', 'half a picture');
    await write('admin-token', 'token');
    await write('tls/key.pem', 'key');
    await store.putFile(aFile('f1'));
    await store.postMessage(aMessage('with-file', { fileIds: ['f1'] }));
    stop = new AbortController();
    posted = 0;
    done = writeOn();
    // Enough for many steps of the copy.
    await expect.poll(() => posted, { timeout: 10_000 }).toBeGreaterThan(1_000);
  });
  afterEach(async () => {
    stop.abort();
    await done;
    await store.close();
  });

  test('it keeps one moment whole, and says how to restore it', async () => {
    const before = posted;
    const { code, output } = await backUp(join('copies', 'today'));
    const after = posted;
    expect(code, output).toBe(0);
    expect(after).toBeGreaterThan(before);
    expect(output).toContain('Database copied and checked');
    expect(output).toContain('Files copied: 3');
    expect(output).toContain(`OTTOGI_DATA_DIR=${target}`);

    expect((await readdir(target, { recursive: true })).toSorted()).toEqual(
      ['admin-token', 'files', 'files/f1', 'ottogi.db', 'tls', 'tls/key.pem'].toSorted(),
    );
    expect(await readFile(join(target, 'admin-token'), 'utf8')).toBe('token');
    for (const name of ['admin-token', 'tls/key.pem', 'ottogi.db']) {
      expect((await stat(join(target, name))).mode & 0o777, name).toBe(0o600);
    }
    // The picture takes its place on the disk once.
    const inode = async (dir: string) => (await stat(join(dir, 'files', 'f1'))).ino;
    expect(await inode(target)).toBe(await inode(dataDir));

    const restored = await open(target);
    const { lastMessageSeq } = (await restored.rooms())[0] ?? {};
    const range = { roomId: 'lounge', limit: 1_000_000, keep: 'oldest' } as const;
    const messages = await restored.messages(range);
    expect(messages.map(({ messageSeq }) => messageSeq)).toEqual(messages.map((_, i) => i + 1));
    expect(messages).toHaveLength(lastMessageSeq ?? 0);
    expect(messages.length).toBeGreaterThan(before);
    expect(messages.length).toBeLessThanOrEqual(after + 1);
    expect(await restored.file('f1')).toEqual(aFile('f1'));
    expect(await restored.searchMessages('lounge', '회의', { limit: 1 })).toHaveLength(1);
    // It is a data folder like any other.
    await restored.postMessage(aMessage('new'));
    await restored.close();
  });
});

describe('clear words', () => {
  test('where there is nothing to back up', async () => {
    const { code, output } = await backUp(target);
    expect(code).toBe(1);
    expect(output).toContain(`There is nothing to back up in ${dataDir}`);
    expect(output).toContain('OTTOGI_DATA_DIR');
    await expect(stat(target)).rejects.toThrow('ENOENT');
  });

  test('where it would mix with something else', async () => {
    await (await open(dataDir)).close();
    await mkdir(target, { recursive: true });
    await writeFile(join(target, 'mine'), '');
    const { code, output } = await backUp(target);
    expect(code).toBe(1);
    expect(output).toContain(`${target} is not empty`);
    expect(await readdir(target)).toEqual(['mine']);
  });

  test('where it would land in what it copies', async () => {
    await (await open(dataDir)).close();
    const { code, output } = await backUp(join(dataDir, 'copy'));
    expect(code).toBe(1);
    expect(output).toContain('lies in the data folder itself');
    expect(await readdir(dataDir)).toEqual(['ottogi.db']);
  });

  test('where no folder is said', async () => {
    const { code, output } = await backUp();
    expect(code).toBe(1);
    expect(output).toContain('npm run backup -- <folder>');
  });

  test('where the database is damaged, and nothing half is left', async () => {
    const store = await open(dataDir);
    await store.putRoom(aRoom());
    await store.close();
    const path = join(dataDir, 'ottogi.db');
    const content = await readFile(path);
    // All but the first page, which tells what it is.
    await writeFile(path, content.fill(0xee, 4_096));
    const { code, output } = await backUp(target);
    expect(code).toBe(1);
    expect(output).toContain('The copy of the database is damaged, so it is not kept');
    expect(output).toContain(path);
    await expect(stat(target)).rejects.toThrow('ENOENT');
  });
});
