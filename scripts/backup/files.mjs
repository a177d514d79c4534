// Everything in the data folder beside the database.

import { constants, readdirSync } from 'node:fs';
import { copyFile, link, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Half an upload, or a draft of a small file: nobody refers to it yet. */
const UNFINISHED = /\.(part|new)$/;

/**
 * Uploads and recordings are written once and never changed, so a second name is as good as a copy;
 * of a recording that goes on it is as long as that lasts.
 */
const WRITTEN_ONCE = /^(files[\\/]|recordings[\\/].*\.(webm|mkv|mp4|ogg)$)/;

/**
 * @param {string} folder
 * @returns {string[]} Relative to the folder; without what is unfinished.
 */
export function filesOf(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory() || (entry.name === 'files' && entry.isSymbolicLink())) {
      return filesOf(join(folder, entry.name)).map((file) => join(entry.name, file));
    }
    return entry.isFile() && !UNFINISHED.test(entry.name) ? [entry.name] : [];
  });
}

/**
 * @param {string} from
 * @param {string} to
 * @param {readonly string[]} files
 * @param {(done: number) => void} onProgress
 * @returns {Promise<number>} How many: those that were deleted meanwhile are left out.
 */
export async function copyFiles(from, to, files, onProgress) {
  let copied = 0;
  for (const [index, file] of files.entries()) {
    const target = join(to, file);
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    if (await copyOne(join(from, file), target, WRITTEN_ONCE.test(file))) copied += 1;
    onProgress(index + 1);
  }
  return copied;
}

/**
 * @param {string} source
 * @param {string} target
 * @param {boolean} linkable
 * @returns {Promise<boolean>} False if it is not there any more.
 */
async function copyOne(source, target, linkable) {
  try {
    if (linkable && (await linked(source, target))) return true;
    await copyFile(source, target, constants.COPYFILE_FICLONE);
    return true;
  } catch (error) {
    if (error.code === 'ENOENT') return false;
    throw error;
  }
}

/**
 * @param {string} source
 * @param {string} target
 * @returns {Promise<boolean>} False where a link cannot be: another disk, or a system without.
 */
async function linked(source, target) {
  try {
    await link(source, target);
    return true;
  } catch (error) {
    if (error.code === 'ENOENT') throw error;
    return false;
  }
}
